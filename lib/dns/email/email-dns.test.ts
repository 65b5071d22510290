import { expect, it } from "vitest";
import { countSpfLookUps } from "@/lib/dns/email/count-spf-look-ups";
import { openEmailDns } from "@/lib/dns/email/email-dns";
import { parseSpf } from "@/lib/dns/email/spf";
import type { ServerAnswer } from "@/lib/dns/records";
import type { AuthoritativeAnswer, DnsResolver } from "@/lib/dns/resolver";
import { fakeEmailDns } from "@/lib/runtime/testing/email-dns";

type Sets = readonly (readonly { type: string; value: string }[] | "timeout" | "overload")[];

/** Nameservers that answer as `sets` says, one each. */
function resolverOf(setsAt: (name: string, type: string) => Sets) {
  const asked: string[] = [];
  let running = 0;
  let most = 0;
  const resolver: DnsResolver = {
    async ask(name, type): Promise<AuthoritativeAnswer> {
      asked.push(`${name} ${type}`);
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      const servers = setsAt(name, type).map((set, index): ServerAnswer => {
        const base = { server: `ns${index}.example`, address: `192.0.2.${index}`, name, type };
        const rest = { authoritative: true, transport: "udp" as const, rttMs: 1 };
        if (typeof set === "string") return { ...base, ...rest, kind: "unreachable", reason: set, records: [] };
        const records = set.map((one) => ({ name, ttl: 60, ...one }));
        return { ...base, ...rest, kind: records.length > 0 ? "answer" : "nodata", records };
      });
      return { name, type, zone: "example.com", delegation: { kind: "ok" }, servers };
    },
  };
  return { resolver, asked, most: () => most };
}

const txt = (...values: string[]) => values.map((value) => ({ type: "TXT", value }));

it("follows aliases, and ends in a circle of them", async () => {
  const { resolver } = resolverOf((name) => [
    name === "a.example.com"
      ? [{ type: "CNAME", value: "b.example.com" }]
      : name === "b.example.com"
        ? txt("x")
        : [{ type: "CNAME", value: "loop.example.com" }],
  ]);
  const dns = openEmailDns(resolver);
  expect(await dns.look("A.example.com.", "TXT")).toEqual({
    kind: "found",
    values: ["x"],
    differ: false,
    alias: "b.example.com",
  });
  expect(await dns.look("loop.example.com", "TXT")).toMatchObject({ kind: "unknown" });
  expect(await dns.look("a.example.com", "CNAME")).toMatchObject({ kind: "found", values: ["b.example.com"] });
});

it("reads what most nameservers publish, and says that they differ", async () => {
  const { resolver } = resolverOf(() => [txt("old"), txt("new", "other"), "timeout", txt("other", "new")]);
  expect(await openEmailDns(resolver).look("example.com", "TXT")).toMatchObject({
    values: ["new", "other"],
    differ: true,
  });
});

it("asks the same once, few at a time, and not without end", async () => {
  const { resolver, asked, most } = resolverOf(() => [txt("x")]);
  const dns = openEmailDns(resolver);
  const names = Array.from({ length: 150 }, (_, index) => `h${index % 120}.example.com`);
  const answers = await Promise.all(names.map((name) => dns.look(name, "TXT")));
  expect(new Set(asked).size).toBe(asked.length);
  expect(asked.length).toBe(64);
  expect(most()).toBeLessThanOrEqual(6);
  expect(answers.filter(({ kind }) => kind === "unknown").length).toBeGreaterThan(0);
});

it("stops where nobody answers, and never calls silence an absence", async () => {
  const { resolver, asked } = resolverOf(() => ["timeout", "timeout"]);
  const dns = openEmailDns(resolver);
  for (let index = 0; index < 20; index += 1) {
    expect(await dns.look(`h${index}.example.com`, "TXT")).toMatchObject({ kind: "unknown" });
  }
  expect(asked.length).toBe(4);
});

it("reports queries that got no slot", async () => {
  const dns = openEmailDns(resolverOf(() => ["overload"]).resolver);
  await dns.look("example.com", "TXT");
  expect(dns.isOverloaded()).toBe(true);
});

it("counts records that include each other in any way within bounds", async () => {
  const names = Array.from({ length: 12 }, (_, index) => `n${index}.example`);
  const all = names.map((name) => `include:${name}`).join(" ");
  const dns = fakeEmailDns(Object.fromEntries(names.map((name) => [name, { TXT: [`v=spf1 ${all} -all`] }])));
  const parsed = parseSpf(`v=spf1 ${all} -all`);
  if ("fault" in parsed) throw new Error("not read");
  const count = await countSpfLookUps(dns, "example.com", parsed);
  expect(count.lookUps).toBeGreaterThan(10);
  expect(count.costs.length).toBeLessThanOrEqual(100);
  expect(count.costs.some(({ problem }) => problem === "loop")).toBe(true);
  expect(dns.asked.length).toBeLessThan(1_000);
});
