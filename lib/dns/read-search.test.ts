import fc from "fast-check";
import { expect, it } from "vitest";
import { searchOf as searchInBrowser } from "@/components/connection-facts/search-of";
import type { Search } from "@/lib/dns/read-search";
import { searchOf } from "@/lib/dns/search-of";

const label = fc.oneof(
  fc.constantFrom("shop", "www", "bücher", "日本語", "köln-2", "xn--bcher-kva", "a1", "x-y"),
  fc.stringMatching(/^[a-z][a-z0-9]{0,20}$/),
);
const hostname = fc
  .tuple(fc.array(label, { minLength: 1, maxLength: 3 }), fc.constantFrom("example.com", "acme.test", "beispiel.de"))
  .map(([labels, zone]) => [...labels, zone].join("."));

const id = "019aa6c4-7d1e-7c3a-9b1a-0f2d3c4b5a69";

/** What people have in their clipboard for a hostname. */
const spelling: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => name.toUpperCase(),
  (name) => `${name}.`,
  (name) => `  ${name}\n`,
  (name) => `https://${name}/cart?x=1#top`,
  (name) => `http://${name}:8080`,
  (name) => `${name}:443`,
  (name) => `${name}/path/to`,
  (name) => `ada.lovelace@${name}`,
  (name) => `Ada Lovelace <ada@${name}>`,
  (name) => `mailto:ada@${name}`,
  (name) => `https://user:secret@${name}/`,
  (name) => `*.${name}`,
  (name) => `https://*.${name}/`,
  (name) => `_customdomain-challenge.${name}`,
  (name) => `_acme-challenge.${name}.`,
  (name) => `“${name}”,`,
  (name) => `<https://${name}/>`,
  (name) => `[${name}](https://${name}/)`,
  (name) => `\u200b${name}\u200e`,
  (name) => `${name}. 300 IN A 192.0.2.1`,
  (name) => `${name}. 300 IN CNAME edge.latchkey.test.`,
  (name) => `Why is ${name} not working?`,
  (name) => `The customer of ${name} says it is down`,
];

it.each([
  ["the server", searchOf],
  ["a browser", searchInBrowser],
])("%s finds a hostname by every spelling of it", (_, read) => {
  fc.assert(
    fc.property(hostname, fc.constantFrom(...spelling), (name, spell) => {
      expect(read(spell(name)).hostname).toBe(searchOf(name).hostname);
    }),
    { numRuns: 200 },
  );
});

it("the server and a browser read the same, whatever is typed", () => {
  const alphabet = fc.constantFrom(...'ab0-._*@:/,;<" üßé日．\u200b'.split(""));
  fc.assert(
    fc.property(fc.string({ unit: alphabet, maxLength: 16 }), (text) => {
      const [here, there] = [searchOf(text), searchInBrowser(text)];
      const same = ({ id, email, text }: Search) => ({ id, email, text });
      expect(same(there)).toEqual(same(here));
    }),
    { numRuns: 300 },
  );
});

const odd = fc.constantFrom("*", ".", "_", "@", "/", ":", '"', ",", "h", "\u200b", " ");

it("never throws, and never looks for what is not seen", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: "binary", maxLength: 60 }), fc.string({ unit: odd, maxLength: 6 })),
      (text) => {
        const { hostname, unicode, text: typed } = searchOf(text);
        for (const one of [hostname, unicode, typed]) expect(one).not.toMatch(/[\p{Cc}\u200b]/u);
        // An empty text is part of every hostname.
        if (typed !== "") expect(hostname).not.toBe("");
      },
    ),
    { numRuns: 1_000 },
  );
});

it.each([
  ["shop.", "shop."],
  ["shop", "shop"],
  ["Büch", "büch"],
  ["*.shop", "shop"],
  ["https://sh", "sh"],
  ["@:*", "@:*"],
  ["Glow Studio", "glow studio"],
])("%s is part of a name", (typed, part) => {
  expect(searchOf(typed).hostname).toBe(part);
});

it.each([id, id.toUpperCase(), ` ${id} `, `https://app.example.net/connections/${id}?tab=1`, `Delivery ${id} failed`])(
  "%s has an id",
  (typed) => {
    expect(searchOf(typed).id).toBe(id);
  },
);

it.each([`${id}0`, `a${id}`, id.slice(1), "shop.example.com"])("%s has none", (typed) => {
  expect(searchOf(typed).id).toBeNull();
});

it.each([
  ["Ada@Glow.test", "ada@glow.test"],
  ["Ada <ada@glow.test>", "ada@glow.test"],
  ["mailto:ada+x@glow.test?subject=Hi", "ada+x@glow.test"],
  ["https://ada:secret@glow.test/", null],
  ["ada@", null],
  ["glow.test", null],
])("%s has the address %s", (typed, email) => {
  expect(searchOf(typed).email).toBe(email);
});
