import fc from "fast-check";
import { expect, it } from "vitest";
import { extractHostname, maxPastedLength } from "@/lib/dns/extract-hostname";
import { type HostnamePolicy, parseHostname } from "@/lib/dns/hostname";
import type { HostnameRefusal } from "@/lib/dns/hostname-refusals";
import { readHostname } from "@/lib/dns/read-hostname";

const policy: HostnamePolicy = { allowReservedTlds: true, platformHostnames: [] };

function read(input: string): string | HostnameRefusal {
  const reading = readHostname(input, policy);
  return reading.ok ? reading.hostname : reading.reason;
}

it.each([
  ["https://shop.acme.com", "a URL"],
  ["HTTPS://SHOP.ACME.COM/", "in upper case"],
  ["https://shop.acme.com:8443/cart?x=1#top", "with a port, a path, a query and a fragment"],
  ["https://anna:s3cret@shop.acme.com/", "with credentials"],
  ["ftp://shop.acme.com", "of another scheme"],
  ["view-source:https://shop.acme.com/", "behind another scheme"],
  ["https:shop.acme.com", "without slashes"],
  ["https//shop.acme.com", "without a colon"],
  ["https;//shop.acme.com", "with a semicolon"],
  ["https:\\\\shop.acme.com\\", "with backslashes"],
  ["https:// shop.acme.com", "with a space in front of the name"],
  ["//shop.acme.com/cart", "without a scheme"],
  ["https://shop.acme.com/my file", "with a space in the path"],
  ["https://shop.acme.com/map@48.1,11.5z", "with a comma in the path"],
  ["ｈｔｔｐｓ：／／ｓｈｏｐ．ａｃｍｅ．ｃｏｍ／", "in full-width characters"],
  ["shop.acme.com/cart", "a path"],
  ["shop.acme.com:443", "a port"],
  ["shop.acme.com:", "an empty port"],
  ["shop.acme.com?", "an empty query"],
  ["anna@shop.acme.com", "an email address"],
  ["mailto:anna@shop.acme.com?subject=Hi there", "a mailto link"],
  ["Anna Acme <anna@shop.acme.com>", "a named address"],
  ["git@shop.acme.com:acme/shop.git", "an address of Git"],
  ["@shop.acme.com", "a handle"],
  [" shop.acme.com", "a space in front"],
  ["shop.acme.com\r\n", "a line break"],
  ["\tshop.acme.com\t", "tabs"],
  ["\u00a0shop.acme.com\u202f", "spaces that do not break"],
  ["\ufeffshop.acme.com", "a BOM"],
  ["\u200bshop.acme.com\u200b\u200d", "zero-width characters"],
  ["\u200eshop.acme.com\u202c", "marks of direction"],
  ["\0shop.acme.com\x7f", "control characters"],
  ["sh\u00adop.acme.com", "a soft hyphen"],
  ["shop.acme.com.", "a dot"],
  ["shop.acme.com...", "dots"],
  ["shop.acme.com…", "an ellipsis"],
  ["shop。acme。com。", "ideographic full stops"],
  ["shop．acme．com", "full-width dots"],
  ["<shop.acme.com>", "angle brackets"],
  ["<https://shop.acme.com/>", "a URL in angle brackets"],
  ['"shop.acme.com"', "quotes"],
  ["“shop.acme.com”,", "typographic quotes and a comma"],
  ["„shop.acme.com“", "German quotes"],
  ["«shop.acme.com»", "French quotes"],
  ["`shop.acme.com`", "back-ticks"],
  ["'shop.acme.com", "one quote"],
  ["(shop.acme.com)", "parentheses"],
  ["[shop.acme.com]", "brackets"],
  ["[Our shop](https://shop.acme.com/ 'Shop')", "a Markdown link"],
  ["[shop.acme.com](http://shop.acme.com)", "a Markdown link with its own name"],
  ["<https://shop.acme.com|shop.acme.com>", "a chat link"],
  ['<a href="https://shop.acme.com/">Shop</a>', "an HTML link"],
  ["**shop.acme.com**", "emphasis"],
  ["- shop.acme.com", "a bullet"],
  ["* shop.acme.com", "a bullet that is no wildcard"],
  ["• shop.acme.com", "a round bullet"],
  ["12. shop.acme.com", "a number"],
  ["Domain: shop.acme.com", "a label"],
  ["shop.acme.com;", "a semicolon"],
  ["shop.acme.com!", "an exclamation mark"],
])("reads %j: %s", (input) => {
  expect(read(input)).toBe("shop.acme.com");
});

it.each([
  ["bücher.de", "xn--bcher-kva.de"],
  ["bu\u0308cher.de", "xn--bcher-kva.de"],
  ["https://BÜCHER.de/", "xn--bcher-kva.de"],
  ["https://XN--BCHER-KVA.DE/", "xn--bcher-kva.de"],
  ["„bücher.de“", "xn--bcher-kva.de"],
  ["https://例え.jp。/", "xn--r8jz45g.jp"],
])("reads %j as %s", (input, hostname) => {
  expect(read(input)).toBe(hostname);
});

it.each<[string, HostnameRefusal]>([
  ["", "empty"],
  [" \u200b\r\n", "empty"],
  ["...", "empty"],
  ["https://", "empty"],
  ["/cart", "url"],
  ["anna@", "email"],
  ["shop acme.com", "whitespace"],
  ["our shop is shop.acme.com", "whitespace"],
  ["shop.acme.com blog.acme.com", "several_hostnames"],
  ["shop.acme.com/ blog.acme.com/", "several_hostnames"],
  ["shop.acme.com,blog.acme.com", "several_hostnames"],
  ["https://shop.acme.com/,https://blog.acme.com/", "several_hostnames"],
  ["https://shop.acme.com/,blog.acme.com", "several_hostnames"],
  ["shop.acme.com;blog.acme.com", "several_hostnames"],
  ["shop.acme.com\nblog.acme.com", "several_hostnames"],
  ["anna@acme.com, bob@beta.com", "several_hostnames"],
  ["[shop.acme.com](https://blog.acme.com/)", "several_hostnames"],
  ["shop.acme.com <https://blog.acme.com/>", "several_hostnames"],
  ["*.acme.com", "wildcard"],
  ["https://*.acme.com/", "wildcard"],
  ["192.0.2.1", "ip_address"],
  ["http://192.0.2.1:8080/", "ip_address"],
  ["::1", "ip_address"],
  ["[2001:db8::1]:443", "ip_address"],
  ["https://[2001:db8::1]/", "ip_address"],
  ["co.uk", "public_suffix"],
  ["https://github.io/", "public_suffix"],
  ["_dmarc.acme.com", "underscore"],
  ["https://my_shop.acme.com/", "underscore"],
  [".acme.com", "empty_label"],
  ["shop..acme.com", "empty_label"],
  ["-shop.acme.com", "hyphen"],
  ["localhost:3000", "single_label"],
  ["http://shop/", "single_label"],
  ["shop.acme.con", "unknown_tld"],
  ["shop.acme.com:port", "url"],
  ["sh%6fp.acme.com", "invalid_character"],
])("refuses %j as %s", (input, reason) => {
  expect(read(input)).toBe(reason);
});

it("is bounded: a URL may be as long as browsers have them, and nothing else may", () => {
  expect(read(`https://shop.acme.com/?${"x=1&".repeat(400)}`)).toBe("shop.acme.com");
  expect(read(`${"a".repeat(maxPastedLength)}.com`)).toBe("too_long");
  expect(read("ü".repeat(1_000_000))).toBe("too_long");
  expect(read(`${" ".repeat(1_000_000)}shop.acme.com${"\r\n".repeat(500_000)}`)).toBe("shop.acme.com");
});

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/).filter((text) => !text.includes("--"));
const hostname = fc
  .tuple(fc.array(label, { minLength: 1, maxLength: 3 }), fc.constantFrom("com", "co.uk", "test", "de", "xn--p1ai"))
  .map(([labels, end]) => [...labels, end].join("."))
  .filter((name) => parseHostname(name, policy).ok);

const around = (start: string, end: string) => (text: string) => `${start}${text}${end}`;
/** In the order in which they can surround each other. */
const decorations: ((text: string) => string)[][] = [
  [
    (text) => text,
    (text) => text.toUpperCase(),
    (text) => text.replaceAll(".", "．"),
    around("", "."),
    around("", "。。"),
  ],
  [
    (text) => text,
    around("", ":8443"),
    around("https://", ""),
    around("HTTP://", "/"),
    around("ftp://user:p4ss@", ":21/file.txt?x=1#y"),
    around("", "/cart?next=https%3A%2F%2Fx#a"),
    around("anna@", ""),
    around("mailto:anna@", ""),
  ],
  [
    (text) => text,
    ...['""', "''", "“”", "«»", "()", "<>", "``", ",;"].map(([start = "", end = ""]) => around(start, end)),
    around("[Shop](", ")"),
    around("- ", ""),
    around("**", "**"),
  ],
  [(text) => text, ...["\r\n", "\t", "\u00a0", "\ufeff", "\u200b", " \0 "].map((mark) => around(mark, mark))],
];
const decorated = fc
  .tuple(hostname, ...decorations.map((choices) => fc.constantFrom(...choices)))
  .map(([name, ...steps]) => ({ name, text: steps.reduce((text, step) => step(text), name) }));

it("reads a name that is decorated in any way back to that name", () => {
  fc.assert(
    fc.property(decorated, ({ name, text }) => {
      expect([text, read(text)]).toEqual([text, name]);
    }),
    { numRuns: 1_500 },
  );
});

const pieces = fc.constantFrom(
  ..."shop.acme.com,https://,//,:,@,/,?,#,[,],(,),<,>,\",',*,_,-,., ,\n,\u200b,\0,ü,ß,例,xn--,co.uk,1,127.0.0.1,::1,|,;,\\,%,mailto:,user:pw@,．,：,\ud800".split(
    ",",
  ),
  ",",
);
const garbage = fc.oneof(
  fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.webUrl(),
  fc.emailAddress(),
);

it("never throws, accepts nothing that is no hostname, and changes nothing when it reads its own answer", () => {
  let accepted = 0;
  fc.assert(
    fc.property(garbage, (text) => {
      const reading = readHostname(text, policy);
      if (!reading.ok) {
        expect(reading.message).toMatch(/\.$/);
        return;
      }
      accepted += 1;
      expect(parseHostname(reading.hostname, policy)).toEqual(reading);
      expect(readHostname(reading.hostname, policy)).toEqual(reading);
      expect(readHostname(reading.unicode, policy)).toEqual(reading);
    }),
    { numRuns: 2_000 },
  );
  expect(accepted).toBeGreaterThan(100);
});

it("reads whatever is a hostname already as it is", () => {
  fc.assert(
    fc.property(fc.oneof(hostname, fc.domain()), (name) => {
      expect(extractHostname(name)).toEqual({ ok: true, text: name, from: "name" });
    }),
  );
});

it("says what the name was part of", () => {
  const from = (text: string) => {
    const found = extractHostname(text);
    return found.ok ? found.from : found.reason;
  };
  expect(
    ["acme.com", " <acme.com.>", "acme.com:443", "https://acme.com", "a@acme.com", "https://a@acme.com"].map(from),
  ).toEqual(["name", "name", "url", "url", "email", "url"]);
});
