import { type Answer, encode } from "dns-packet";
import { afterEach, describe, expect, it } from "vitest";
import { createResolver, type ResolverOptions, systemResolvers } from "@/lib/dns/resolver";
import {
  delegate,
  type ScriptedDns,
  type ScriptedQuery,
  soa,
  startScriptedDns,
} from "@/lib/runtime/testing/scripted-dns-server";

const zone = "acme.test";
const name = "shop.acme.test";
const oneServer = { "ns1.acme.test": "127.0.0.1" };
const twoServers = { "ns1.acme.test": "127.0.0.1", "ns2.acme.test": "127.0.0.2" };

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

type Script = (query: ScriptedQuery) => ReturnType<ScriptedQuery["response"]> | undefined;

/** A recursive resolver and an authority in one; `authority` answers what is asked without recursion. */
async function setUp(
  authority: Script,
  servers: Record<string, string> = oneServer,
  options: Partial<ResolverOptions> = {},
) {
  const dns = await startScriptedDns(
    (query) => (query.recursionDesired ? delegate(query, zone, servers) : authority(query)),
    [...new Set(Object.values(servers).filter((address) => address.startsWith("127.")))],
  );
  const resolver = createResolver({
    resolvers: [{ host: "127.0.0.1", port: dns.port }],
    authoritativePort: dns.port,
    allowPrivateNameservers: true,
    attemptTimeoutMs: 150,
    ...options,
  });
  closers.push(resolver.close, dns.close);
  return { dns, resolver };
}

const fromCache = { authoritative: false, recursionAvailable: true };
const a = (owner: string, data: string): Answer => ({ name: owner, type: "A", ttl: 60, data });
const authoritative = (dns: ScriptedDns) => dns.queries.filter((query) => !query.recursionDesired);

async function askOne(authority: Script, options: Partial<ResolverOptions> = {}) {
  const { dns, resolver } = await setUp(authority, oneServer, options);
  const answer = await resolver.ask(name, "A");
  expect(answer).toMatchObject({ name, type: "A", zone, delegation: { kind: "ok" } });
  expect(answer.servers).toHaveLength(1);
  return { dns, server: answer.servers[0] };
}

describe("createResolver", () => {
  it("asks every nameserver address directly, without recursion and with EDNS, and keeps each answer", async () => {
    const { dns, resolver } = await setUp((query) => query.response({ answers: [a(name, "192.0.2.1")] }), twoServers);
    const answer = await resolver.ask("Shop.ACME.test.", "A");
    expect(answer).toMatchObject({ name, zone, delegation: { kind: "ok" } });
    expect(answer.servers).toMatchObject([
      { server: "ns1.acme.test", address: "127.0.0.1", kind: "answer", transport: "udp" },
      { server: "ns2.acme.test", address: "127.0.0.2", kind: "answer", transport: "udp" },
    ]);
    expect(answer.servers[0]?.records).toEqual([{ name, type: "A", value: "192.0.2.1", ttl: 60 }]);
    const asked = authoritative(dns);
    expect(asked.map((query) => query.host).sort()).toEqual(["127.0.0.1", "127.0.0.2"]);
    expect(asked.every((query) => query.hasEdns && query.name === name)).toBe(true);
  });

  it("shows which of two servers lags behind", async () => {
    const { resolver } = await setUp(
      (query) =>
        query.host === "127.0.0.1"
          ? query.response({ answers: [a(name, "192.0.2.1")] })
          : query.response({ rcode: 3, authorities: [soa(zone)] }),
      twoServers,
    );
    const { servers } = await resolver.ask(name, "A");
    expect(servers).toMatchObject([{ kind: "answer" }, { kind: "nxdomain", records: [], negativeTtlSeconds: 5 }]);
  });

  it("distinguishes a name without data from a name that does not exist", async () => {
    const { server } = await askOne((query) => query.response({ authorities: [soa(zone)] }));
    expect(server).toMatchObject({ kind: "nodata", negativeTtlSeconds: 5 });
  });

  it("counts an alias as an answer, even where its target does not exist", async () => {
    const cname: Answer = { name, type: "CNAME", ttl: 60, data: "Gone.acme.test" };
    const { server } = await askOne((query) =>
      query.response({ rcode: 3, answers: [cname], authorities: [soa(zone)] }),
    );
    expect(server).toMatchObject({ kind: "answer", records: [{ type: "CNAME", value: "Gone.acme.test" }] });
  });

  it("calls a silent server unreachable after one retry", async () => {
    const { dns, server } = await askOne(() => undefined);
    expect(server).toMatchObject({ kind: "unreachable", reason: "timeout", records: [] });
    expect(authoritative(dns)).toHaveLength(2);
  });

  it("is content with the answer to the retry", async () => {
    let asked = 0;
    const { server } = await askOne((query) => {
      asked += 1;
      return asked === 1 ? undefined : query.response({ answers: [a(name, "192.0.2.1")] });
    });
    expect(server).toMatchObject({ kind: "answer" });
  });

  it.each([
    ["SERVFAIL", "servfail", { rcode: 2 }],
    ["REFUSED", "refused", { rcode: 5 }],
    ["REFUSED without its question", "refused", { rcode: 5, question: null }],
    ["NOTAUTH", "lame", { rcode: 9 }],
    ["a denial from a cache", "lame", { authoritative: false, recursionAvailable: true, rcode: 3 }],
    [
      "an upward referral",
      "lame",
      { authoritative: false, authorities: [{ name: ".", type: "NS", data: "a.root.test" } as const] },
    ],
    [
      "a referral to the zone itself",
      "lame",
      { authoritative: false, authorities: [{ name: zone, type: "NS", data: "ns1.acme.test" } as const] },
    ],
    ["an answer without its question", "malformed", { question: null, answers: [a(name, "192.0.2.1")] }],
  ] as const)("reads %s as unreachable, never as missing", async (_case, reason, parts) => {
    const { server } = await askOne((query) =>
      query.response({
        ...parts,
        answers: "answers" in parts ? [...parts.answers] : [],
        authorities: "authorities" in parts ? [...parts.authorities] : [],
      }),
    );
    expect(server).toMatchObject({ kind: "unreachable", reason, records: [] });
  });

  // As Unbound reads them, and so as a certificate authority does.
  it.each([
    ["an answer without the AA bit", "answer", false, { authoritative: false, answers: [a(name, "192.0.2.1")] }],
    ["a cache's answer, where there is no other", "answer", false, { ...fromCache, answers: [a(name, "192.0.2.1")] }],
    ["a denial without the AA bit", "nxdomain", false, { authoritative: false, rcode: 3 }],
    ["a denial without an SOA", "nxdomain", true, { rcode: 3 }],
    ["a denial in the name of the parent zone", "nxdomain", true, { rcode: 3, authorities: [soa("test")] }],
    ["no data in the name of the provider's own zone", "nodata", true, { authorities: [soa("provider.test")] }],
    ["a message without anything", "nodata", true, {}],
    ["a message without anything and without the AA bit", "nodata", false, { authoritative: false }],
  ] as const)("counts %s", async (_case, kind, authoritative, parts) => {
    const { server } = await askOne((query) =>
      query.response({
        ...parts,
        answers: "answers" in parts ? [...parts.answers] : [],
        authorities: "authorities" in parts ? [...parts.authorities] : [],
      }),
    );
    expect(server).toMatchObject({ kind, authoritative });
  });

  it("lets a cache that is listed as a nameserver, and an empty message, contradict no authority", async () => {
    for (const weak of [{ ...fromCache, answers: [a(name, "203.0.113.9")] }, { authoritative: false }]) {
      const { resolver } = await setUp(
        (query) => query.response(query.host === "127.0.0.1" ? { answers: [a(name, "192.0.2.1")] } : weak),
        twoServers,
      );
      expect((await resolver.ask(name, "A")).servers).toMatchObject([
        { kind: "answer", authoritative: true },
        { kind: "unreachable", reason: "lame" },
      ]);
    }
  });

  it("follows a DNAME whose server leaves out the CNAME", async () => {
    const dname = { name: zone, type: "DNAME", ttl: 60, data: "other.test" } as Answer;
    const { server } = await askOne((query) => query.response({ answers: [dname] }));
    const alias = { name, type: "CNAME", value: "shop.other.test", ttl: 60 };
    expect(server).toMatchObject({ kind: "answer", records: [alias, { type: "DNAME" }] });
  });

  it.each([
    ["closes without a byte", (query: ScriptedQuery) => void query.socket?.destroy()],
    ["says nothing", () => undefined],
  ])("says so where an answer is cut and TCP %s", async (_case, overTcp) => {
    const { server } = await askOne((query) => {
      if (query.transport === "udp") return query.response({ truncated: true });
      overTcp(query);
      return undefined;
    });
    expect(server).toMatchObject({ kind: "unreachable", reason: "no_tcp", transport: "tcp" });
  });

  it("waits on when an answer carries the wrong id, the wrong question, or comes from elsewhere", async () => {
    const forged = [a(name, "203.0.113.66")];
    const { server } = await askOne((query) => {
      query.send(query.response({ id: (query.id + 1) & 0xffff, answers: forged }));
      query.send(query.response({ question: { name: "other.acme.test", type: "A" }, answers: forged }));
      query.send(query.response({ question: { name, type: "AAAA" }, answers: forged }));
      query.send({ ...query.response({ answers: forged }), type: "query" });
      void query
        .sendFromElsewhere(query.response({ answers: forged }))
        .then(() => query.send(query.response({ answers: [a(name, "192.0.2.1")] })));
      return undefined;
    });
    expect(server).toMatchObject({ kind: "answer", records: [{ value: "192.0.2.1" }] });
  });

  it.each([
    ["a name that points at itself", (head: Buffer) => Buffer.concat([head, Buffer.from("c00c00010001", "hex")])],
    ["a cut header", (head: Buffer) => head.subarray(0, 7)],
    ["a text that reaches beyond the end", (head: Buffer) => corruptText(head)],
  ])("reads %s as malformed", async (_case, corrupt) => {
    const { server } = await askOne((query) => {
      const head = encode({ ...query.response(), questions: [] });
      head.writeUInt16BE(1, 4);
      query.send(corrupt(head));
      return undefined;
    });
    expect(server).toMatchObject({ kind: "unreachable", reason: "malformed" });
  });

  it("asks again over TCP where the answer was cut, and joins the strings of a long text", async () => {
    const text = "ü".repeat(30_000);
    const { dns, resolver } = await setUp((query) => {
      if (query.transport === "udp") return query.response({ truncated: true });
      const bytes = Buffer.from(text);
      const chunks = Array.from({ length: Math.ceil(bytes.length / 255) }, (_, i) =>
        bytes.subarray(i * 255, i * 255 + 255),
      );
      return query.response({ answers: [{ name, type: "TXT", ttl: 60, data: chunks }] });
    });
    const { servers } = await resolver.ask(name, "TXT");
    expect(servers).toMatchObject([{ kind: "answer", transport: "tcp" }]);
    expect(servers[0]?.records[0]?.value).toBe(text);
    expect(authoritative(dns).map((query) => query.transport)).toEqual(["udp", "tcp"]);
  });

  it("bounds a TCP answer that drips in byte by byte", async () => {
    const { server } = await askOne((query) => {
      if (query.transport === "udp") return query.response({ truncated: true });
      query.socket?.write(Buffer.of(0x40));
      const drip = setInterval(() => query.socket?.write(Buffer.of(0)), 20);
      query.socket?.once("close", () => clearInterval(drip));
      return undefined;
    });
    expect(server).toMatchObject({ kind: "unreachable", reason: "timeout", transport: "tcp" });
  });

  it("takes a TCP answer that comes in pieces, and calls one that ends early malformed", async () => {
    const pieces: Script = (query) => {
      if (query.transport === "udp") return query.response({ truncated: true });
      const message = encode(query.response({ answers: [a(name, "192.0.2.1")] }));
      const framed = Buffer.concat([Buffer.of(message.length >> 8, message.length & 255), message]);
      const cut = query.type === "A" ? framed.length : framed.length - 5;
      query.socket?.setNoDelay(true);
      for (const byte of framed.subarray(0, cut)) query.socket?.write(Buffer.of(byte));
      if (query.type !== "A") query.socket?.end();
      return undefined;
    };
    const { resolver } = await setUp(pieces);
    expect((await resolver.ask(name, "A")).servers).toMatchObject([{ kind: "answer", transport: "tcp" }]);
    expect((await resolver.ask(name, "TXT")).servers).toMatchObject([{ reason: "malformed", transport: "tcp" }]);
  });

  it.each([1, 4])("asks without EDNS where a server rejects it with code %i", async (rcode) => {
    const { dns, server } = await askOne((query) =>
      query.hasEdns ? query.response({ rcode, question: null }) : query.response({ answers: [a(name, "192.0.2.1")] }),
    );
    expect(server).toMatchObject({ kind: "answer" });
    expect(authoritative(dns).map((query) => query.hasEdns)).toEqual([true, false]);
  });

  it("does not let one unreachable address hide the other, IPv6 included", async () => {
    const { resolver } = await setUp((query) => query.response({ answers: [a(name, "192.0.2.1")] }), {
      "ns1.acme.test": "127.0.0.1",
      "ns2.acme.test": "2001:db8::1",
    });
    const { servers } = await resolver.ask(name, "A");
    expect(servers).toMatchObject([{ kind: "answer" }, { address: "2001:db8::1", kind: "unreachable" }]);
    expect(["network", "timeout"]).toContain(servers[1]?.reason);
  });

  it("never sends a question to an address that is not public, unless it is configured to", async () => {
    const { dns, server } = await askOne((query) => query.response(), { allowPrivateNameservers: false });
    expect(server).toMatchObject({ kind: "unreachable", reason: "blocked" });
    expect(authoritative(dns)).toHaveLength(0);
  });

  it("asks once for identical look-ups that run at the same time, and finds the delegation once", async () => {
    const { dns, resolver } = await setUp((query) => query.response({ answers: [a(name, "192.0.2.1")] }));
    await Promise.all(Array.from({ length: 50 }, () => resolver.ask(name, "A")));
    await resolver.ask(name, "A");
    expect(authoritative(dns)).toHaveLength(2);
    const ofResolver = dns.queries.filter((query) => query.recursionDesired);
    // No zone above has servers here, which is found out once, too.
    expect(ofResolver.map((query) => `${query.type} ${query.name}`).sort()).toEqual([
      "A ns1.acme.test",
      "AAAA ns1.acme.test",
      "CNAME shop.acme.test",
      "NS .",
      "NS acme.test",
      "NS test",
    ]);
  });

  it("keeps no more questions in flight per server than allowed, and turns away what does not fit the queue", async () => {
    let inFlight = 0;
    let most = 0;
    const { resolver } = await setUp(
      (query) => {
        inFlight += 1;
        most = Math.max(most, inFlight);
        setTimeout(() => {
          inFlight -= 1;
          query.send(query.response({ answers: [a(query.name, "192.0.2.1")] }));
        }, 20);
        return undefined;
      },
      oneServer,
      // One tenant's part is half of it, and its only domain's part is half of that.
      { maxInFlightPerServer: 16, maxQueuedPerServer: 32 },
    );
    const names = Array.from({ length: 24 }, (_, i) => `n${i}.acme.test`);
    for (const each of names) await resolver.ask(each, "TXT");
    const answers = await Promise.all(names.map((each) => resolver.ask(each, "A")));
    const reasons = answers.flatMap((answer) => answer.servers.map((server) => server.reason ?? server.kind));
    expect(most).toBe(4);
    expect(reasons.filter((reason) => reason === "answer")).toHaveLength(12);
    expect(reasons.filter((reason) => reason === "overload")).toHaveLength(12);
  });

  it("ends within its budget, whatever the servers do", async () => {
    // Nothing but the budget can end this before the test's own limit; half of it is enough to get to the silent server.
    const { resolver } = await setUp(() => undefined, oneServer, { attemptTimeoutMs: 3_600_000 });
    const { servers } = await resolver.ask(name, "A", { budgetMs: 3_000 });
    expect(servers).toMatchObject([{ reason: "timeout" }]);
  });

  it("answers, and does not throw, for names that DNS cannot hold", async () => {
    const { dns, resolver } = await setUp((query) => query.response());
    for (const bad of ["", ".", "a..b", `${"x".repeat(64)}.test`, "a.".repeat(130), "sh op.test", "ü.test"]) {
      expect(await resolver.ask(bad, "A")).toMatchObject({ delegation: { kind: "unreachable" }, servers: [] });
    }
    expect(dns.queries).toHaveLength(0);
  });

  it("sends from many ports with ids that do not follow each other", async () => {
    const seen: { id: number; port: number }[] = [];
    const { resolver } = await setUp((query) => {
      seen.push({ id: query.id, port: query.port ?? 0 });
      return query.response();
    });
    await Promise.all(Array.from({ length: 200 }, (_, i) => resolver.ask(`n${i}.acme.test`, "A")));
    expect(new Set(seen.map(({ port }) => port)).size).toBeGreaterThanOrEqual(6);
    expect(new Set(seen.map(({ id }) => id)).size).toBeGreaterThan(190);
    expect(seen.filter(({ id }, i) => id === (seen[i - 1]?.id ?? 0) + 1).length).toBeLessThan(5);
  });
});

describe("systemResolvers", () => {
  it("gives addresses with ports", () => {
    for (const { host, port } of systemResolvers()) {
      expect(host).toMatch(/^[0-9a-f.:]+/);
      expect(port).toBeGreaterThan(0);
    }
  });
});

/** A TXT record whose data claims 200 bytes where 3 follow. */
function corruptText(head: Buffer): Buffer {
  const question = Buffer.concat([
    Buffer.from("\u0004shop\u0004acme\u0004test\u0000", "latin1"),
    Buffer.from("00010001", "hex"),
  ]);
  head.writeUInt16BE(1, 6);
  return Buffer.concat([head, question, Buffer.from("c00c0010000100000000" + "00c8" + "c7616263", "hex")]);
}
