import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HostnameRefusal } from "@/lib/dns/hostname-refusals";
import { readHostname } from "@/lib/dns/read-hostname";
import { readDomain } from "@/widget/flow/read-domain";

const policy = { allowReservedTlds: true, platformHostnames: [] };

/** What the server alone can know. Its UTS 46 is stricter than some browsers': with the bidi rule between labels. */
const serverAlone: readonly HostnameRefusal[] = [
  "platform_hostname",
  "reserved_tld",
  "unknown_tld",
  "public_suffix",
  "invalid_idn",
];

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/);
const unicodeLabel = fc.constantFrom("bücher", "Straße", "例え", "παράδειγμα", "пример", "مثال", "faß", "ŞİŞLİ", "ﬁx");
const ending = fc.constantFrom("com", "de", "co.uk", "test", "local", "io", "рф", "网络", "con", "github.io");
const name = fc
  .tuple(fc.array(fc.oneof({ weight: 3, arbitrary: label }, unicodeLabel), { maxLength: 4 }), ending)
  .map(([labels, end]) => [...labels, end].join("."));

const blank = fc.constantFrom("", " ", "\t", "\u00a0", "\u200b", "\ufeff", "\r\n", "\u200e", "  ");

/** How people paste names. */
const noise = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => `https://${text}/`,
  (text) => `http://${text}:8443/cart?x=1#top`,
  (text) => `//${text}/cart`,
  (text) => `https//${text}`,
  (text) => `view-source:https://${text}/`,
  (text) => `anna@${text}`,
  (text) => `mailto:anna@${text}?subject=Hi`,
  (text) => `Anna <anna@${text}>`,
  (text) => `https://anna:secret@${text}/`,
  (text) => `www.${text}`,
  (text) => `${text}.`,
  (text) => `${text}...`,
  (text) => `“${text}”,`,
  (text) => `„${text}“`,
  (text) => `«${text}»`,
  (text) => `(${text})`,
  (text) => `- ${text}`,
  (text) => `[${text}](https://${text}/)`,
  (text) => text.replaceAll(".", "．"),
  (text) => text.replaceAll(".", "。"),
  (text) => text.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)),
  (text) => text.replace(".", ".\u200b"),
  (text) => text.replace(".", "\u00ad."),
  (text) => text.replace(".", " ."),
  (text) => text.replace(".", ".."),
  (text) => text.replace(".", "_."),
  (text) => text.replace(".", "-."),
  (text) => text.replace(".", "%2e"),
  (text) => `*.${text}`,
  (text) => `${text}, ${text}`,
  (text) => `${text}:port`,
  (text) => text.normalize("NFD"),
);

const pasted = fc
  .tuple(name, fc.array(noise, { maxLength: 3 }), blank, blank)
  .map(([text, layers, before, after]) => before + layers.reduce((inner, layer) => layer(inner), text) + after);

const anything = fc.oneof(
  pasted,
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: "grapheme", maxLength: 40 }).map((text) => `${text}.com`),
  fc.webUrl(),
  fc.emailAddress(),
  fc.ipV4(),
  fc.ipV6(),
  fc.domain(),
);

describe("whatever is pasted", () => {
  it("reads what the server reads, and refuses nothing that the server accepts", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const here = readDomain(text);
        const there = readHostname(text, policy);
        if (there.ok) expect(here.kind === "hostname" && readHostname(here.name ?? "", policy)).toEqual(there);
        else if (here.kind === "hostname") expect(serverAlone).toContain(there.reason);
        else if (here.kind === "empty") expect(there.reason).toBe("empty");
      }),
      { numRuns: 3_000 },
    );
  });

  it("gives what it read back to itself, in both spellings", () => {
    fc.assert(
      fc.property(pasted, (text) => {
        const reading = readDomain(text);
        if (reading.kind !== "hostname") return;
        for (const spelling of [reading.hostname, reading.unicode])
          expect(readDomain(spelling)).toMatchObject({ kind: "hostname", hostname: reading.hostname });
      }),
    );
  });
});

it.each([
  ["shop.example.com", "shop.example.com", "typed"],
  ["  Shop.Example.COM. ", "shop.example.com", "typed"],
  ["https://shop.example.com/cart?x=1", "shop.example.com", "url"],
  ["shop.example.com:8080", "shop.example.com", "url"],
  ["anna@example.com", "example.com", "email"],
  ["mailto:anna@example.com", "example.com", "email"],
  ["“bücher.example”", "xn--bcher-kva.example", "typed"],
])("understands %j as %s", (text, hostname, from) => {
  expect(readDomain(text)).toMatchObject({ kind: "hostname", hostname, from });
});

it("shows an international name as people write it", () => {
  expect(readDomain("https://BÜCHER.example/")).toMatchObject({ unicode: "bücher.example" });
  expect(readDomain("shop.example.com")).toMatchObject({ unicode: "shop.example.com" });
});

it.each([
  ["shop", "no_dot"],
  ["com", "only_tld"],
  [".com", "only_tld"],
  ["localhost", "local"],
  ["http://localhost:3000", "local"],
  ["192.0.2.1", "address"],
  ["2001:db8::1", "address"],
  ["our shop.example.com", "spaces"],
  ["a.example.com b.example.com", "spaces"],
  ["my_shop.example.com", "characters"],
  ["shop..example.com", "characters"],
  ["-shop.example.com", "characters"],
  ["*.example.com", "characters"],
  ["sh%6fp.example.com", "characters"],
  [`${"a".repeat(64)}.example.com`, "too_long"],
  [`${"a.".repeat(130)}com`, "too_long"],
])("says what is wrong with %j: %s", (text, reason) => {
  expect(readDomain(text)).toEqual({ kind: "wrong", reason });
});

it.each(["", "   ", "\u200b", "https://", "..."])("takes %j for nothing yet", (text) => {
  expect(readDomain(text)).toEqual({ kind: "empty" });
});

it.each([
  ["example.com", ["www.example.com"]],
  ["www.example.com", ["example.com"]],
  ["example.co.uk", ["www.example.co.uk"]],
  ["www.example.co.uk", ["example.co.uk"]],
  ["shop.example.com", []],
  ["shop.example.co.uk", []],
  ["www.com", []],
])("suggests for %s: %j", (text, suggestions) => {
  expect(readDomain(text)).toMatchObject({ suggestions });
});
