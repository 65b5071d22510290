import fc from "fast-check";
import { expect, it } from "vitest";
import { terraformProviders } from "@/lib/dns/records/schema";
import { toTerraform } from "@/lib/dns/records/terraform";
import { quotedStrings } from "@/lib/dns/records/zone-file";

const host = "_customdomain-challenge.shop.example.com";
const hostile = [
  "a\rb",
  "a\r\nb",
  "a\tb",
  "\0",
  "\u2028",
  "\u0085",
  "$".concat("{x}"),
  "%{ if x }",
  "\\",
  '"',
  '\\"',
  "\u{e0041}",
];
const dollars = ["$$", "$$$", "$$$$", "%%", "%%%", "%$", "$%"].map((marks) => `${marks}{x}`);

const part = fc.oneof(
  fc.constantFrom("$", "%", "{", "}", "$".concat("{"), "%{", "\\", '"', "\r", "\n", "\t", "\0", "\u2028", "~", "u0024"),
  fc.string({ unit: "binary", maxLength: 3 }),
  fc.string({ maxLength: 4 }),
);
const values = fc
  .oneof(
    fc.constantFrom(...hostile, ...dollars),
    fc.array(part, { maxLength: 10 }).map((parts) => parts.join("")),
  )
  .filter((value) => !/\p{Surrogate}/u.test(value));

it.each(terraformProviders)(
  "writes %s a text of any characters as one printable line that reads as the same text",
  (provider) => {
    fc.assert(
      fc.property(values, (value) => {
        const file = toTerraform(provider, "example.com", [{ host, type: "TXT", value, ttl: 300 }]);
        expect(file).not.toMatch(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/u);
        expect(file.split("\n")).toHaveLength(
          toTerraform(provider, "example.com", [{ host, type: "TXT", value: "x", ttl: 300 }]).split("\n").length,
        );
        const [, literal = ""] = /^ {2}(?:value|content|records|rrdatas) += \[?"(.*)"\]?$/m.exec(file) ?? [];
        const strings = quotedStrings(value);
        const quoted = provider === "route53" ? strings.slice(1, -1).replaceAll('" "', '""') : strings;
        expect(readLiteral(literal)).toBe(provider === "digitalocean" ? value : quoted);
      }),
      { numRuns: 500 },
    );
  },
);

/** As HCL's scanner and parser read the inside of a quoted string. @throws Error where a template or the string's end starts */
function readLiteral(literal: string): string {
  let rest = literal;
  let text = "";
  while (rest !== "") {
    const [token = ""] = /^(?:\\(?:[nrt"\\]|u[0-9a-f]{4}|U[0-9a-f]{8})|\$\$\{|%%\{|[\s\S])/u.exec(rest) ?? [];
    rest = rest.slice(token.length);
    if (/^[$%]$/.test(token) && rest.startsWith("{")) throw new Error("a template starts");
    if (token === '"' || token === "\\") throw new Error("the string ends");
    text += characterOf(token);
  }
  return text;
}

const named: Record<string, string> = { "\\n": "\n", "\\r": "\r", "\\t": "\t", '\\"': '"', "\\\\": "\\" };

function characterOf(token: string): string {
  if (/^\\u/i.test(token)) return String.fromCodePoint(Number.parseInt(token.slice(2), 16));
  return named[token] ?? (token.length === 3 ? token.slice(1) : token);
}
