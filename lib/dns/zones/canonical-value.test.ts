import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  absoluteName,
  bytesOfText,
  canonicalValue,
  joinPriority,
  normalValue,
  presentationValue,
  quoteText,
  relativeName,
  splitPriority,
  textOfBytes,
  unquoteText,
} from "@/lib/dns/zones/canonical-value";

const octets = fc.oneof(
  fc.uint8Array({ maxLength: 700 }),
  fc.string({ unit: "binary", maxLength: 300 }).map((text) => new Uint8Array(Buffer.from(text, "utf8"))),
  fc
    .string({ unit: fc.constantFrom('"', "\\", " ", ";", "0", "\u0000", "ü", "\uef00", "\uef80", "\ufffd") })
    .map((text) => new Uint8Array(Buffer.from(text, "utf8"))),
);
const texts = octets.map(textOfBytes);

const label = fc.stringMatching(/^[a-z0-9_]([a-z0-9-]{0,10}[a-z0-9])?$/);
const name = fc.array(label, { minLength: 1, maxLength: 5 }).map((labels) => labels.join("."));
const zone = fc.array(label, { minLength: 2, maxLength: 3 }).map((labels) => labels.join("."));

describe("text of TXT records", () => {
  it("is without loss, whatever the octets, and is something that JSON and PostgreSQL can hold", () => {
    fc.assert(
      fc.property(octets, (bytes) => {
        const text = textOfBytes(bytes);
        expect(bytesOfText(text).equals(bytes)).toBe(true);
        expect(text).not.toContain("\0");
        expect(Buffer.from(text, "utf8").toString("utf8")).toBe(text);
      }),
    );
  });

  it("is read back from what is printed", () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(unquoteText(quoteText(text))).toBe(text);
      }),
    );
  });

  it("is printed in ASCII, in strings of at most 255 octets", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const printed = quoteText(text);
        expect(printed).toMatch(/^[ -~]*$/);
        for (const [, inner = ""] of printed.matchAll(/"((?:[^"\\]|\\.)*)"/g)) {
          expect(inner.replace(/\\\d{3}|\\./g, "x").length).toBeLessThanOrEqual(255);
        }
      }),
    );
  });

  it("is unchanged where it is bare", () => {
    const bare = fc.string({ unit: "binary" }).filter((text) => !/^\s*"/.test(text));
    fc.assert(
      fc.property(bare, (text) => {
        expect(unquoteText(text)).toBe(text);
      }),
    );
  });

  it.each([
    ['"v=spf1 -all"', "v=spf1 -all"],
    ['"one" "two"', "onetwo"],
    ['"one""two"', "onetwo"],
    ['""', ""],
    ['"a\\"b\\\\c\\059d"', 'a"b\\c;d'],
    ['"\\195\\188 ü"', "ü ü"],
    ['"unfinished', '"unfinished'],
    ['"one" two', '"one" two'],
    ["v=DMARC1; p=none", "v=DMARC1; p=none"],
  ])("%s", (printed, text) => expect(unquoteText(printed)).toBe(text));
});

describe("canonical values", () => {
  it.each([
    ["A", " 192.0.2.1 ", "192.0.2.1"],
    ["A", "0x7f.1", "0x7f.1"],
    ["AAAA", "2001:DB8:0:0::1", "2001:db8::1"],
    ["AAAA", "fe80::1%eth0", "fe80::1%eth0"],
    ["CNAME", "Edge.Example.NET.", "edge.example.net"],
    ["ALIAS", "Edge.Example.NET.", "edge.example.net"],
    ["MX", "010  Mail.Example.com.", "10 mail.example.com"],
    ["MX", "0 .", "0 ."],
    ["MX", "mail.example.com", "mail.example.com"],
    ["SRV", "0 5 443 Host.Example.", "0 5 443 host.example"],
    ["CAA", "0 ISSUE letsencrypt.org", '0 issue "letsencrypt.org"'],
    ["CAA", '128 issue "ca.example; policy=ev"', '128 issue "ca.example; policy=ev"'],
    ["CAA", '0 issue ";"', '0 issue ";"'],
    ["TXT", '"a" "b"', "ab"],
    ["NETLIFY", "Any.Thing.", "Any.Thing."],
    ["SPF", '"as it came"', '"as it came"'],
  ])("%s %s", (type, text, canonical) => {
    expect(canonicalValue(type, text)).toBe(canonical);
    expect(normalValue(type, canonical)).toBe(canonical);
  });

  it("are read back from presentation form", () => {
    const typed = fc.oneof(
      texts.map((value) => ({ type: "TXT", value })),
      name.map((value) => ({ type: "CNAME", value })),
      fc.tuple(fc.nat(65_535), name).map(([priority, target]) => ({ type: "MX", value: `${priority} ${target}` })),
      fc
        .tuple(fc.nat(65_535), fc.nat(65_535), fc.nat(65_535), name)
        .map((fields) => ({ type: "SRV", value: fields.join(" ") })),
      fc.ipV4().map((value) => ({ type: "A", value })),
    );
    fc.assert(
      fc.property(typed, ({ type, value }) => {
        expect(canonicalValue(type, presentationValue(type, value))).toBe(value);
      }),
    );
  });

  it("split into the priority and the rest, and back", () => {
    expect(splitPriority("0 5 443 host.example")).toEqual({ priority: 0, rest: "5 443 host.example" });
    fc.assert(
      fc.property(fc.nat(65_535), name, (priority, rest) => {
        expect(splitPriority(joinPriority(priority, rest))).toEqual({ priority, rest });
      }),
    );
  });
});

describe("names", () => {
  it("are relative to the zone and back", () => {
    fc.assert(
      fc.property(name, zone, fc.constantFrom<"@" | "">("@", ""), (label, zone, apex) => {
        for (const full of [`${label}.${zone}`, zone]) {
          expect(absoluteName(relativeName(full, zone, apex), zone)).toBe(full);
          expect(absoluteName(`${full.toUpperCase()}.`, zone)).toBe(full);
        }
      }),
    );
  });

  it("a label that looks like a full name is below the zone like any other", () => {
    expect(absoluteName("www.example.com", "example.com")).toBe("www.example.com.example.com");
    expect(relativeName("www.example.com.example.com", "example.com")).toBe("www.example.com");
  });

  it("of another zone have no relative form", () => {
    expect(() => relativeName("notexample.com", "example.com")).toThrow("zone_not_here");
  });
});
