import { afterEach, expect, it } from "vitest";
import { createRecursiveDns } from "@/lib/dns/recursive";
import { type ScriptedQuery, soa, startScriptedDns } from "@/lib/runtime/testing/scripted-dns-server";

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function start(script: Parameters<typeof startScriptedDns>[0], hosts = ["127.0.0.1"]) {
  const dns = await startScriptedDns(script, hosts);
  const recursive = createRecursiveDns({
    resolvers: [{ host: "127.0.0.1", port: dns.port }],
    authoritativePort: dns.port,
    allowPrivateNameservers: true,
    attemptTimeoutMs: 200,
  });
  closers.push(
    () => dns.close(),
    () => recursive.close(),
  );
  return recursive;
}

it("returns what is left of a cached denial, and of a cached record", async () => {
  const recursive = await start((query) =>
    query.type === "TXT"
      ? query.response({ rcode: 3, authorities: [soa("acme.com")] })
      : query.response({ answers: [{ name: query.name, type: "A", ttl: 77, data: "192.0.2.1" }] }),
  );
  const [denied] = await recursive.ask("x.acme.com", "TXT", { budgetMs: 1_000 });
  expect(denied).toMatchObject({ kind: "nxdomain", negativeTtlSeconds: 5, records: [] });
  const [held] = await recursive.ask("x.acme.com", "A", { budgetMs: 1_000 });
  expect(held).toMatchObject({ kind: "answer", records: [{ value: "192.0.2.1", ttl: 77 }] });
});

it("distinguishes failing with validation from failing without, and silence from both", async () => {
  const recursive = await start((query) => {
    if (query.name.startsWith("silent")) return undefined;
    return query.response({ rcode: 2 });
  });
  const [failing] = await recursive.ask("x.acme.com", "A", { budgetMs: 1_000, checkingDisabled: true });
  expect(failing).toMatchObject({ kind: "servfail", checkingDisabled: true });
  const [silent] = await recursive.ask("silent.acme.com", "A", { budgetMs: 500 });
  expect(silent).toMatchObject({ kind: "unreachable" });
  expect(await recursive.ask("not a name", "A", { budgetMs: 500 })).toEqual([]);
});

/** `com` names ns1.old.net at 127.0.0.2 for acme.com; what that one says is the test's. */
const world = (child: (query: ScriptedQuery) => ReturnType<ScriptedQuery["response"]>) => (query: ScriptedQuery) => {
  if (query.host === "127.0.0.2") return child(query);
  if (query.recursionDesired) {
    if (query.name === "com" && query.type === "NS") {
      return query.response({ answers: [{ name: "com", type: "NS", ttl: 60, data: "a.gtld.net" }] });
    }
    const address = { "a.gtld.net": "127.0.0.1", "ns1.old.net": "127.0.0.2" }[query.name];
    const found = address !== undefined && query.type === "A";
    return query.response({ answers: found ? [{ name: query.name, type: "A", ttl: 60, data: address }] : [] });
  }
  return query.response({
    authoritative: false,
    authorities: [{ name: "acme.com", type: "NS", ttl: 60, data: "ns1.old.net" }],
  });
};

it("finds who is named for a zone that no resolver shows, and that they refuse", async () => {
  const recursive = await start(
    world((query) => query.response({ rcode: 5 })),
    ["127.0.0.1", "127.0.0.2"],
  );
  expect(await recursive.refer("acme.com", { budgetMs: 2_000 })).toEqual({
    zone: "acme.com",
    parent: "com",
    kind: "delegated",
    servers: [{ name: "ns1.old.net", address: "127.0.0.2", kind: "refused" }],
  });
});

it("calls a nameserver well that has the zone's SOA, and lame one that has not", async () => {
  const well = await start(
    world((query) => query.response({ answers: [soa("acme.com")] })),
    ["127.0.0.1", "127.0.0.2"],
  );
  expect((await well.refer("acme.com", { budgetMs: 2_000 })).servers[0]?.kind).toBe("ok");
  const lame = await start(
    world((query) => query.response({ authoritative: false })),
    ["127.0.0.1", "127.0.0.2"],
  );
  expect((await lame.refer("acme.com", { budgetMs: 2_000 })).servers[0]?.kind).toBe("lame");
});

it("knows nothing where nobody answers, within its budget", async () => {
  const recursive = await start(() => undefined);
  expect(await recursive.refer("acme.com", { budgetMs: 700 })).toMatchObject({ kind: "unreachable", servers: [] });
});

it("names resolvers by number, because findings show the name to tenants", async () => {
  const dns = await startScriptedDns((query) =>
    query.name.startsWith("silent") ? undefined : query.response({ rcode: 2 }),
  );
  const recursive = createRecursiveDns({
    resolvers: [1, 2].map(() => ({ host: "127.0.0.1", port: dns.port })),
    authoritativePort: dns.port,
    allowPrivateNameservers: true,
    attemptTimeoutMs: 100,
  });
  closers.push(
    () => dns.close(),
    () => recursive.close(),
  );
  for (const name of ["x.acme.com", "silent.acme.com"]) {
    const answers = await recursive.ask(name, "A", { budgetMs: 300 });
    expect(answers.map(({ resolver }) => resolver)).toEqual(["1", "2"]);
    expect(JSON.stringify(answers)).not.toContain("127.0.0.1");
  }
});
