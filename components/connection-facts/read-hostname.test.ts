import fc from "fast-check";
import { expect, test } from "vitest";
import { readHostname } from "@/components/connection-facts/read-hostname";
import { searchOf } from "@/components/connection-facts/search-of";
import { readHostname as readOnServer } from "@/lib/dns/read-hostname";

const server = (input: string) => readOnServer(input, { allowReservedTlds: true, platformHostnames: [] });

const messageOf = (parsed: ReturnType<typeof server>) => (parsed.ok ? null : parsed.message);

test("a name that the server takes is read as the same name", () => {
  const names = ["shop.acme.test", "Shop.Acme.TEST.", "bücher.example", "xn--bcher-kva.example", "日本語.jp"];
  for (const name of [...names, "https://shop.acme.test/cart", "anna@acme.test", "“shop.acme.test”,", "例え。jp"]) {
    const parsed = server(name);
    const hostname = parsed.ok ? parsed.hostname : "refused";
    expect(readHostname(` ${name} `)).toEqual({ ok: true, hostname, from: expect.any(String) });
  }
});

test("what is refused here, the server refuses too, in the same words", () => {
  const bad = ["https://", "a b.test", "a..b.test", "-a.test", "a_b.test", "me@", "10.0.0.1", "::1", "a.test b.test"];
  for (const name of [...bad, "*.a.test", "localhost", "", `${"a".repeat(64)}.test`, "a,b.test", "ü%.test"]) {
    expect([name, readHostname(name).ok]).toEqual([name, false]);
    expect([name, readHostname(name)]).toEqual([name, expect.objectContaining({ message: messageOf(server(name)) })]);
  }
});

test("no line of a list is refused here that the server would take", () => {
  const alphabet = fc.constantFrom(...'ab0-._*@:/,;<" üßé日．\u200b'.split(""));
  const anyName = fc.string({ unit: alphabet, minLength: 1, maxLength: 12 }).map((text) => `${text}.example`);
  fc.assert(
    fc.property(anyName, (name) => {
      const parsed = server(name);
      if (parsed.ok) expect(readHostname(name)).toMatchObject({ ok: true, hostname: parsed.hostname });
    }),
    { numRuns: 2_000 },
  );
});

test("a search is for the name in either spelling, however it is pasted", () => {
  const spellings = (q: string) => [searchOf(q).unicode, searchOf(q).hostname];
  expect(spellings("https://Shop.Acme.test/cart")).toEqual(["shop.acme.test", "shop.acme.test"]);
  expect(spellings("BÜCHER.de.")).toEqual(["bücher.de", "xn--bcher-kva.de"]);
  expect(spellings(" acme ")).toEqual(["acme", "acme"]);
  expect(spellings("two words")).toEqual(["two words", "two words"]);
});
