import type { Answer } from "dns-packet";
import { afterEach, describe, expect, it } from "vitest";
import { createResolver, type ResolverOptions } from "@/lib/dns/resolver";
import { delegate, type ScriptedQuery, startScriptedDns } from "@/lib/runtime/testing/scripted-dns-server";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const silentHosts = Array.from({ length: 12 }, (_, index) => `127.0.7.${index + 1}`);
const silentServers = Object.fromEntries(silentHosts.map((host, index) => [`ns${index}.silent.com`, host]));
const healthyServers = { "ns1.healthy.com": "127.0.0.1" };
const a = (name: string): Answer => ({ name, type: "A", ttl: 60, data: "192.0.2.1" });

/** `healthy.com` answers, except for names that start with `silent`. `silent.com` has 12 addresses, and `answersOfSilent` decides what they do. */
async function setUp(
  answersOfSilent: (query: ScriptedQuery) => ReturnType<ScriptedQuery["response"]> | undefined = () => undefined,
  options: Partial<ResolverOptions> = {},
) {
  const dns = await startScriptedDns(
    (query) => {
      if (!query.recursionDesired) {
        if (query.name.endsWith("silent.com")) return answersOfSilent(query);
        return query.name.startsWith("silent") ? undefined : query.response({ answers: [a(query.name)] });
      }
      return query.name.endsWith("silent.com")
        ? delegate(query, "silent.com", silentServers)
        : delegate(query, "healthy.com", healthyServers);
    },
    ["127.0.0.1", ...silentHosts],
  );
  const resolver = createResolver({
    resolvers: [{ host: "127.0.0.1", port: dns.port }],
    authoritativePort: dns.port,
    allowPrivateNameservers: true,
    attemptTimeoutMs: 300,
    ...options,
  });
  closers.push(resolver.close, dns.close);
  const sentTo = (name: string) =>
    dns.queries.filter((query) => !query.recursionDesired && query.name === name).map(({ host }) => host);
  return { resolver, sentTo };
}

describe("one tenant's silent zone", () => {
  it("delays no other tenant, whose zone never reads as unreachable", async () => {
    // 120 checks of 12 addresses, of which 8 may be in flight.
    const { resolver } = await setUp(undefined, { maxInFlight: 32, attemptTimeoutMs: 3_000 });
    let timedOut = 0;
    const attack = Array.from({ length: 120 }, async (_, index) => {
      const answer = await resolver.ask(`n${index}.silent.com`, "A", { tenantId: "attacker", budgetMs: 6_500 });
      if (answer.servers.some(({ reason }) => reason === "timeout")) timedOut += 1;
      return answer;
    });
    // By then the attacker's first queries are on their way.
    await resolver.ask("late.silent.com", "A", { tenantId: "attacker", budgetMs: 300 });
    const names = Array.from({ length: 5 }, (_, index) => `shop${index}.healthy.com`);
    const answers = await Promise.all(names.map((name) => resolver.ask(name, "A", { tenantId: "other" })));
    expect(answers.flatMap(({ servers }) => servers.map(({ kind }) => kind))).toEqual(names.map(() => "answer"));
    // The operator's own look-ups, which are no tenant's, do not wait either.
    expect((await resolver.ask("doctor.healthy.com", "A")).servers).toMatchObject([{ kind: "answer" }]);
    // None of the silent servers has let go yet, so nobody waited for them.
    expect(timedOut).toBe(0);
    // What did not fit says so, and blames nobody.
    const reasons = (await Promise.all(attack)).flatMap(({ servers, delegation }) =>
      delegation.kind === "ok" ? servers.map(({ reason }) => reason) : [delegation.reason],
    );
    expect(new Set(reasons)).toEqual(new Set(["timeout", "overload"]));
  });

  it("whose share is used up fails no look-up of the same name by somebody else", async () => {
    const { resolver, sentTo } = await setUp(undefined, { maxInFlight: 8, attemptTimeoutMs: 3_000 });
    // The zone is known, so that the next look-ups only ask its server.
    await resolver.ask("shop.healthy.com", "TXT", { tenantId: "attacker" });
    const attack = Array.from({ length: 20 }, (_, index) =>
      resolver.ask(`silent${index}.healthy.com`, "A", { tenantId: "attacker", budgetMs: 2_000 }),
    );
    // Two may be in flight.
    await expect.poll(() => [...sentTo("silent0.healthy.com"), ...sentTo("silent1.healthy.com")]).toHaveLength(2);
    const ask = (tenantId: string) => resolver.ask("shop.healthy.com", "A", { tenantId, budgetMs: 2_000 });
    const [attackers, others] = await Promise.all([ask("attacker"), ask("other")]);
    expect(attackers.servers).toMatchObject([{ kind: "unreachable", reason: "overload" }]);
    expect(others.servers).toMatchObject([{ kind: "answer" }]);
    await Promise.all(attack);
  });
});

describe("a zone of which no server answered", () => {
  it("is sent two queries to each of its addresses once, and from then on to two of them in turn", async () => {
    const { resolver, sentTo } = await setUp();
    const first = await resolver.ask("a.silent.com", "A");
    expect(first.delegation).toEqual({ kind: "ok" });
    expect(first.servers.map(({ reason }) => reason)).toEqual(silentHosts.map(() => "timeout"));
    expect(sentTo("a.silent.com").sort()).toEqual([...silentHosts, ...silentHosts].sort());
    const asked: string[] = [];
    for (let turn = 0; turn < 6; turn += 1) {
      const { servers, delegation } = await resolver.ask(`b${turn}.silent.com`, "A");
      expect(delegation).toEqual({ kind: "ok", asked: { addresses: 2, of: 12 } });
      expect(servers.map(({ reason }) => reason)).toEqual(["timeout", "timeout"]);
      expect(sentTo(`b${turn}.silent.com`)).toHaveLength(4);
      asked.push(...servers.map(({ address }) => address));
    }
    expect(asked.sort()).toEqual([...silentHosts].sort());
  });

  it("is asked in full in the same look-up in which one of the two answers", async () => {
    let isDown = true;
    const { resolver } = await setUp((query) => {
      if (isDown) return undefined;
      // Only one of the first two is back, and the others disagree with it.
      if (query.host === silentHosts[1]) return undefined;
      return query.host === silentHosts[0] ? query.response({ answers: [a(query.name)] }) : query.response();
    });
    await resolver.ask("a.silent.com", "A");
    isDown = false;
    const { servers, delegation } = await resolver.ask("b.silent.com", "A");
    expect(delegation).toEqual({ kind: "ok" });
    expect(servers).toHaveLength(silentHosts.length);
    expect(servers.filter(({ kind }) => kind === "nodata")).toHaveLength(10);
    expect((await resolver.ask("c.silent.com", "A")).servers).toHaveLength(silentHosts.length);
  });

  it("that was not asked for lack of a slot or time is not taken for silent", async () => {
    const { resolver } = await setUp(undefined, { maxInFlight: 4 });
    await resolver.ask("a.silent.com", "A", { budgetMs: 400 });
    await resolver.ask("b.silent.com", "A", { budgetMs: 100 });
    expect((await resolver.ask("c.silent.com", "A", { budgetMs: 3_000 })).servers).toHaveLength(silentHosts.length);
  });
});
