import fc from "fast-check";
import { expect, test } from "vitest";
import { readHostname } from "@/components/connections/read-hostname";
import { parseHostname } from "@/lib/dns/hostname";

const server = (input: string) => parseHostname(input, { allowReservedTlds: true, platformHostnames: [] });

const messageOf = (parsed: ReturnType<typeof server>) => (parsed.ok ? null : parsed.message);

test("a name that the server takes is read as the same name", () => {
  for (const name of ["shop.acme.test", "Shop.Acme.TEST.", "bücher.example", "xn--bcher-kva.example", "日本語.jp"]) {
    const parsed = server(name);
    expect(readHostname(` ${name} `)).toEqual({ ok: true, hostname: parsed.ok ? parsed.hostname : "refused" });
  }
});

test("what is refused here, the server refuses too, in the same words", () => {
  const bad = ["https://a.test/", "a b.test", "a..b.test", "-a.test", "a_b.test", "me@a.test", "10.0.0.1", "::1"];
  for (const name of [...bad, "*.a.test", "localhost", "", `${"a".repeat(64)}.test`, "a,b.test", "ü%.test"]) {
    expect([name, readHostname(name).ok]).toEqual([name, false]);
    expect([name, readHostname(name)]).toEqual([name, expect.objectContaining({ message: messageOf(server(name)) })]);
  }
});

test("no line of a list is refused here that the server would take", () => {
  const alphabet = fc.constantFrom(..."ab0-._*@:/ üßé日".split(""));
  const anyName = fc.string({ unit: alphabet, minLength: 1, maxLength: 12 }).map((text) => `${text}.example`);
  fc.assert(
    fc.property(anyName, (name) => {
      const parsed = server(name.trim());
      if (parsed.ok) expect(readHostname(name)).toEqual({ ok: true, hostname: parsed.hostname });
    }),
    { numRuns: 2_000 },
  );
});
