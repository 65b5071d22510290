import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type HostnamePolicy, parseHostname } from "@/lib/dns/hostname";
import type { HostnameRefusal } from "@/lib/dns/hostname-refusals";

const production: HostnamePolicy = { allowReservedTlds: false, platformHostnames: ["edge.latchkey.dev"] };
const sandbox: HostnamePolicy = { ...production, allowReservedTlds: true };

describe("parseHostname", () => {
  it.each([
    ["shop.acme.com", "shop.acme.com", "subdomain", "acme.com"],
    ["SHOP.Acme.COM", "shop.acme.com", "subdomain", "acme.com"],
    ["shop.acme.com.", "shop.acme.com", "subdomain", "acme.com"],
    ["acme.co.uk", "acme.co.uk", "apex", "acme.co.uk"],
    ["a.b.acme.co.uk", "a.b.acme.co.uk", "subdomain", "acme.co.uk"],
    ["1.2.3.acme.com", "1.2.3.acme.com", "subdomain", "acme.com"],
    ["r3---sn-apo.acme.com", "r3---sn-apo.acme.com", "subdomain", "acme.com"],
    ["www.example.com", "www.example.com", "subdomain", "example.com"],
    ["latchkey.dev", "latchkey.dev", "apex", "latchkey.dev"],
    ["notedge.latchkey.dev", "notedge.latchkey.dev", "subdomain", "latchkey.dev"],
  ])("reads %s as %s", (input, hostname, kind, registrableDomain) => {
    expect(parseHostname(input, production)).toEqual({
      ok: true,
      hostname,
      unicode: hostname,
      kind,
      registrableDomain,
    });
  });

  it.each([
    ["bücher.de", "xn--bcher-kva.de", "bücher.de"],
    ["BÜCHER.DE", "xn--bcher-kva.de", "bücher.de"],
    ["XN--BCHER-KVA.de", "xn--bcher-kva.de", "bücher.de"],
    ["straße.de", "xn--strae-oqa.de", "straße.de"],
    ["shop。acme。com", "shop.acme.com", "shop.acme.com"],
    ["例え.jp。", "xn--r8jz45g.jp", "例え.jp"],
    ["acme.рф", "acme.xn--p1ai", "acme.рф"],
    ["sh\u00ADop.acme.com", "shop.acme.com", "shop.acme.com"],
  ])("maps %s by UTS 46, not transitionally", (input, hostname, unicode) => {
    expect(parseHostname(input, production)).toMatchObject({ ok: true, hostname, unicode });
  });

  it("calls a registered name under a private suffix an apex, because it is delegated as one", () => {
    expect(parseHostname("acme.uk.com", production)).toMatchObject({ ok: true, kind: "apex" });
    expect(parseHostname("www.acme.uk.com", production)).toMatchObject({
      ok: true,
      kind: "subdomain",
      registrableDomain: "acme.uk.com",
    });
  });

  it.each<[string, HostnameRefusal]>([
    ["", "empty"],
    [".", "empty"],
    ["   ", "empty"],
    ["shop acme.com", "whitespace"],
    [" shop.acme.com", "whitespace"],
    ["shop.acme.com\n", "whitespace"],
    ["https://shop.acme.com", "url"],
    ["shop.acme.com/cart", "url"],
    ["shop.acme.com:8443", "url"],
    ["shop.acme.com?x=1", "url"],
    ["//shop.acme.com", "url"],
    ["anna@acme.com", "email"],
    ["mailto:anna@acme.com", "email"],
    ["192.0.2.1", "ip_address"],
    ["192.0.2.1.", "ip_address"],
    ["127.1", "ip_address"],
    ["0x7f.1", "ip_address"],
    ["0x7f.0.0.0x1", "ip_address"],
    ["0177.0.0.1", "ip_address"],
    ["2130706433", "ip_address"],
    ["0x7f000001", "ip_address"],
    ["１２７.0.0.1", "ip_address"],
    ["::1", "ip_address"],
    ["[2001:db8::1]", "ip_address"],
    ["[2001:db8::1]:443", "ip_address"],
    ["2001:db8::192.0.2.1", "ip_address"],
    ["fe80::1%eth0", "ip_address"],
    ["*.acme.com", "wildcard"],
    ["＊.acme.com", "wildcard"],
    ["_dmarc.acme.com", "underscore"],
    ["shop..acme.com", "empty_label"],
    [".acme.com", "empty_label"],
    ["acme.com..", "empty_label"],
    [`${"a".repeat(64)}.com`, "label_too_long"],
    [`${"ü".repeat(60)}.com`, "label_too_long"],
    ["-shop.acme.com", "hyphen"],
    ["shop-.acme.com", "hyphen"],
    ["shop!.acme.com", "invalid_character"],
    ["sh%6fp.acme.com", "invalid_character"],
    ["shop\u0000.acme.com", "invalid_character"],
    ["xn--a.com", "invalid_idn"],
    ["xn--shop-.com", "invalid_idn"],
    ["a\u200Db.com", "invalid_idn"],
    ["אa.com", "invalid_idn"],
    ["localhost", "single_label"],
    ["shop", "single_label"],
    ["com", "single_label"],
    ["co.uk", "public_suffix"],
    ["github.io", "public_suffix"],
    ["公司.cn", "public_suffix"],
    ["edge.latchkey.dev", "platform_hostname"],
    ["Shop.Edge.Latchkey.dev.", "platform_hostname"],
    ["shop.acme.test", "reserved_tld"],
    ["shop.localhost", "reserved_tld"],
    ["printer.local", "reserved_tld"],
    ["nas.home.arpa", "reserved_tld"],
    ["shop.onion", "reserved_tld"],
    ["shop.acme.nosuchtld", "unknown_tld"],
    ["shop.acme.123", "unknown_tld"],
    ["shop.acme.0x7f", "unknown_tld"],
  ])("refuses %j as %s", (input, reason) => {
    expect(parseHostname(input, production)).toEqual({
      ok: false,
      reason,
      message: expect.stringMatching(/^[A-Z].*\.$/),
    });
  });

  it("refuses what is longer than DNS can hold, before any costly work", () => {
    const tooLong = { ok: false, reason: "too_long" };
    expect(parseHostname(`${`${"a".repeat(60)}.`.repeat(5)}com`, production)).toMatchObject(tooLong);
    expect(parseHostname("ü".repeat(1_000_000), production)).toMatchObject(tooLong);
  });

  it("accepts reserved endings in the sandbox, and still no unknown ones", () => {
    expect(parseHostname("shop.acme.test", sandbox)).toMatchObject({ ok: true, registrableDomain: "acme.test" });
    expect(parseHostname("acme.test", sandbox)).toMatchObject({ ok: true, kind: "apex" });
    expect(parseHostname("shop.home.arpa", sandbox)).toMatchObject({ ok: true, kind: "apex" });
    expect(parseHostname("home.arpa", sandbox)).toMatchObject({ ok: false, reason: "public_suffix" });
    expect(parseHostname("shop.acme.nosuchtld", sandbox)).toMatchObject({ ok: false, reason: "unknown_tld" });
  });

  it("never throws, whatever the text, and gives a reason with every refusal", () => {
    fc.assert(
      fc.property(anyText, (input) => {
        const parsed = parseHostname(input, sandbox);
        expect(parsed.ok || parsed.message.length > 0).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it("changes nothing when it reads its own answer again", () => {
    let accepted = 0;
    fc.assert(
      fc.property(nearHostname, (input) => {
        const once = parseHostname(input, sandbox);
        if (!once.ok) return;
        accepted += 1;
        expect(parseHostname(once.hostname, sandbox)).toEqual(once);
        expect(parseHostname(once.unicode, sandbox)).toEqual(once);
        expect(parseHostname(`${once.hostname.toUpperCase()}.`, sandbox)).toEqual(once);
      }),
      { numRuns: 3000 },
    );
    expect(accepted).toBeGreaterThan(300);
  });

  it("accepts only names that a strict DNS encoder accepts", () => {
    fc.assert(
      fc.property(fc.oneof(nearHostname, anyText), (input) => {
        const parsed = parseHostname(input, sandbox);
        if (parsed.ok) expect(encodeStrictly(parsed.hostname).length).toBeLessThanOrEqual(255);
      }),
      { numRuns: 3000 },
    );
  });

  it("accepts the longest name that DNS can hold and refuses one more character", () => {
    const longest = `${`${"a".repeat(63)}.`.repeat(3)}${"b".repeat(57)}.test`;
    expect(longest.length).toBe(254);
    expect(parseHostname(longest, sandbox)).toMatchObject({ ok: false, reason: "too_long" });
    const fits = longest.slice(1);
    expect(parseHostname(fits, sandbox)).toMatchObject({ ok: true });
    expect(encodeStrictly(fits).length).toBe(255);
  });
});

const labelPieces = [
  "a",
  "shop",
  "9",
  "-",
  "--",
  "xn--",
  "ü",
  "ß",
  "例",
  "א",
  "\u200D",
  "A",
  "_",
  "１",
  "ﬀ",
  "k".repeat(30),
];
const label = fc.array(fc.constantFrom(...labelPieces), { minLength: 1, maxLength: 5 }).map((parts) => parts.join(""));
const ending = fc.constantFrom("com", "test", "co.uk", "github.io", "de", "рф", "nosuchtld", "1", "test.", "TEST");
const nearHostname = fc
  .tuple(
    fc.array(fc.oneof(fc.domain(), label, fc.constantFrom("acme", "bücher")), { minLength: 1, maxLength: 5 }),
    ending,
  )
  .map(([labels, end]) => [...labels, end].join("."));
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.string({ unit: "grapheme", maxLength: 100 }),
  fc.webUrl(),
  fc.emailAddress(),
  fc.ipV4(),
  fc.ipV6(),
  nearHostname,
);

/** RFC 1035 wire form; throws on anything that the format cannot hold. */
function encodeStrictly(name: string): Buffer {
  const parts = name.split(".").map((text) => {
    const bytes = Buffer.from(text, "latin1");
    if (bytes.length < 1 || bytes.length > 63) throw new Error(`label of ${bytes.length} bytes`);
    if (!/^[a-z0-9-]+$/.test(text)) throw new Error(`label ${text} is not LDH`);
    return Buffer.concat([Buffer.of(bytes.length), bytes]);
  });
  const wire = Buffer.concat([...parts, Buffer.of(0)]);
  if (wire.length > 255) throw new Error(`name of ${wire.length} bytes`);
  return wire;
}
