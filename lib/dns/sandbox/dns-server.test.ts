import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { connect } from "node:net";
import { type Answer, type DecodedPacket, decode, encode, type RecordType, streamEncode } from "dns-packet";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SandboxRecordError } from "@/lib/dns/sandbox/dns-record";
import { type SandboxDns, startSandboxDns } from "@/lib/dns/sandbox/dns-server";

const edge = { hostname: "edge.sandbox.test", addresses: ["127.0.0.1", "::1"] };
let dns: SandboxDns;
let changes = 0;

beforeEach(async () => {
  changes = 0;
  dns = await startSandboxDns({ host: "127.0.0.1", port: 0, edge, onChange: () => (changes += 1) });
});
afterEach(() => dns.close());

describe("the sandbox's DNS server", () => {
  it("answers a stub resolver that knows nothing of us", async () => {
    dns.put({ name: "shop.acme.test", type: "CNAME", value: edge.hostname });
    dns.put({ name: "acme.test", type: "MX", value: "10 mail.acme.test" });
    dns.put({ name: "acme.test", type: "TXT", value: "v=spf1 -all" });
    dns.put({ name: "acme.test", type: "CAA", value: '0 issue "ca.test"' });
    const resolver = new Resolver({ timeout: 1_000, tries: 1 });
    resolver.setServers([`127.0.0.1:${dns.port}`]);
    expect(await resolver.resolve4("shop.acme.test")).toEqual(["127.0.0.1"]);
    expect(await resolver.resolve6(edge.hostname)).toEqual(["::1"]);
    expect(await resolver.resolveCname("shop.acme.test")).toEqual([edge.hostname]);
    expect(await resolver.resolveMx("acme.test")).toEqual([{ priority: 10, exchange: "mail.acme.test" }]);
    expect(await resolver.resolveTxt("acme.test")).toEqual([["v=spf1 -all"]]);
    expect(await resolver.resolveCaa("acme.test")).toEqual([{ critical: 0, issue: "ca.test" }]);
    expect(await resolver.resolveNs("acme.test")).toEqual(["ns1.sandbox.test", "ns2.sandbox.test"]);
    expect(await resolver.resolve4("ns1.sandbox.test")).toEqual(["127.0.0.1"]);
    expect((await resolver.resolveSoa("acme.test")).nsname).toBe("ns1.sandbox.test");
  });

  it("is authoritative for every registrable domain, reserved and unknown endings included", async () => {
    for (const zone of ["acme.test", "acme.co.uk", "acme.nosuchtld"]) {
      const answer = await ask(`a.b.${zone}`, "A");
      expect(answer.flag_aa).toBe(true);
      expect(answer.authorities).toMatchObject([{ name: zone, type: "SOA" }]);
    }
  });

  it("distinguishes no such name from no such data, empty non-terminals included, with the SOA for negative caching", async () => {
    dns.put({ name: "a.b.acme.test", type: "TXT", value: "x" });
    expect(await rcodeOf("a.b.acme.test", "A")).toBe("NOERROR");
    expect(await rcodeOf("b.acme.test", "A")).toBe("NOERROR");
    expect(await rcodeOf("acme.test", "A")).toBe("NOERROR");
    expect(await rcodeOf("c.acme.test", "A")).toBe("NXDOMAIN");
    expect(await rcodeOf("x.a.b.acme.test", "A")).toBe("NXDOMAIN");
    dns.remove({ name: "a.b.acme.test", type: "TXT" });
    expect(await rcodeOf("b.acme.test", "A")).toBe("NXDOMAIN");
    expect((await ask("c.acme.test", "A")).authorities).toMatchObject([{ type: "SOA", ttl: 5, data: { minimum: 5 } }]);
  });

  it("lets a wildcard speak only for names that do not exist", async () => {
    dns.put({ name: "*.acme.test", type: "A", value: "192.0.2.9" });
    dns.put({ name: "shop.acme.test", type: "TXT", value: "x" });
    dns.put({ name: "a.deep.acme.test", type: "A", value: "192.0.2.1" });
    expect((await ask("any.acme.test", "A")).answers).toMatchObject([{ name: "any.acme.test", data: "192.0.2.9" }]);
    expect((await ask("any.thing.acme.test", "A")).answers).toMatchObject([{ data: "192.0.2.9" }]);
    expect((await ask("shop.acme.test", "A")).answers).toEqual([]);
    expect((await ask("deep.acme.test", "A")).answers).toEqual([]);
    expect(await rcodeOf("b.deep.acme.test", "A")).toBe("NXDOMAIN");
    expect(await rcodeOf("any.acme.test", "TXT")).toBe("NOERROR");
  });

  it("gives a chain of aliases in one answer and ends a loop", async () => {
    dns.put({ name: "shop.acme.test", type: "CNAME", value: "a.other.test" });
    dns.put({ name: "a.other.test", type: "CNAME", value: edge.hostname });
    const chain = await ask("shop.acme.test", "A");
    expect(chain.answers?.map((answer) => answer.type)).toEqual(["CNAME", "CNAME", "A"]);
    dns.put({ name: "l1.acme.test", type: "CNAME", value: "l2.acme.test" });
    dns.put({ name: "l2.acme.test", type: "CNAME", value: "l1.acme.test" });
    expect((await ask("l1.acme.test", "A")).answers).toHaveLength(2);
    dns.put({ name: "gone.acme.test", type: "CNAME", value: "nothing.acme.test" });
    expect(await rcodeOf("gone.acme.test", "A")).toBe("NXDOMAIN");
  });

  it("cuts what does not fit the client's UDP size and gives all of it over TCP", async () => {
    const text = "ß".repeat(900);
    dns.put({ name: "big.acme.test", type: "TXT", value: text });
    const cut = await ask("big.acme.test", "TXT");
    expect(cut).toMatchObject({ flag_tc: true, answers: [] });
    expect(await ask("big.acme.test", "TXT", { udpPayloadSize: 4096 })).toMatchObject({ flag_tc: false });
    const whole = await askOverTcp("big.acme.test", "TXT");
    const [record] = whole.answers ?? [];
    const chunks = record?.type === "TXT" && Array.isArray(record.data) ? record.data.map(Buffer.from) : [];
    expect(chunks.every((chunk) => chunk.length <= 255)).toBe(true);
    expect(Buffer.concat(chunks).toString()).toBe(text);
  });

  it("keeps several values in a set under one TTL, and changes at once", async () => {
    dns.put({ name: "acme.test", type: "A", value: "192.0.2.1", ttl: 300 });
    dns.put({ name: "acme.test", type: "A", value: "192.0.2.2", ttl: 30 });
    dns.put({ name: "ACME.test.", type: "a", value: "192.0.2.2", ttl: 30 });
    expect((await ask("acme.test", "A")).answers).toMatchObject([
      { data: "192.0.2.1", ttl: 30 },
      { data: "192.0.2.2", ttl: 30 },
    ]);
    expect(dns.remove({ name: "acme.test", type: "A", value: "192.0.2.1" })).toBe(1);
    expect(dns.remove({ name: "acme.test", type: "A", value: "192.0.2.1" })).toBe(0);
    expect(dns.records()).toEqual([{ name: "acme.test", type: "A", value: "192.0.2.2", ttl: 30 }]);
    expect(changes).toBe(4);
  });

  it("serves the customer's own NS records in place of ours", async () => {
    dns.put({ name: "acme.test", type: "NS", value: "ns.gone.test" });
    expect((await ask("acme.test", "NS")).answers).toMatchObject([{ data: "ns.gone.test" }]);
  });

  it.each([
    ["name", { name: "shop acme.test", type: "A", value: "192.0.2.1" }],
    ["name", { name: "test", type: "A", value: "192.0.2.1" }],
    ["name", { name: "", type: "A", value: "192.0.2.1" }],
    ["name", { name: "*.test", type: "A", value: "192.0.2.1" }],
    ["name", { name: "a.*.acme.test", type: "A", value: "192.0.2.1" }],
    ["name", { name: `${"a".repeat(64)}.test`, type: "A", value: "192.0.2.1" }],
    ["name", { name: edge.hostname, type: "A", value: "192.0.2.1" }],
    ["type", { name: "acme.test", type: "SOA", value: "x" }],
    ["type", { name: "acme.test", type: "CNAME", value: "edge.sandbox.test" }],
    ["value", { name: "acme.test", type: "A", value: "192.0.2" }],
    ["value", { name: "acme.test", type: "A", value: "::1" }],
    ["value", { name: "acme.test", type: "AAAA", value: "192.0.2.1" }],
    ["value", { name: "shop.acme.test", type: "CNAME", value: "https://edge.test/" }],
    ["value", { name: "shop.acme.test", type: "CNAME", value: "192.0.2.1" }],
    ["value", { name: "acme.test", type: "MX", value: "mail.acme.test" }],
    ["value", { name: "acme.test", type: "CAA", value: "issue ca.test" }],
    ["value", { name: "acme.test", type: "TXT", value: "" }],
    ["value", { name: "acme.test", type: "TXT", value: "x".repeat(4097) }],
    ["ttl", { name: "acme.test", type: "A", value: "192.0.2.1", ttl: -1 }],
    ["ttl", { name: "acme.test", type: "A", value: "192.0.2.1", ttl: 1.5 }],
  ])("refuses a bad %s with a sentence: %j", (param, record) => {
    const refused = refusalOf(() => dns.put(record));
    expect(refused).toMatchObject({ param, message: expect.stringMatching(/^\S.*\.$/) });
    expect(dns.records()).toEqual([]);
  });

  it("refuses an alias beside other data, and other data beside an alias", () => {
    dns.put({ name: "shop.acme.test", type: "TXT", value: "x" });
    expect(refusalOf(() => dns.put({ name: "shop.acme.test", type: "CNAME", value: edge.hostname })).param).toBe(
      "type",
    );
    dns.put({ name: "www.acme.test", type: "CNAME", value: edge.hostname });
    expect(refusalOf(() => dns.put({ name: "www.acme.test", type: "A", value: "192.0.2.1" })).param).toBe("type");
    expect(refusalOf(() => dns.put({ name: "www.acme.test", type: "CNAME", value: "b.test" })).param).toBe("type");
    expect(dns.put({ name: "www.acme.test", type: "CNAME", value: edge.hostname, ttl: 5 })).toMatchObject({ ttl: 5 });
  });

  it("loads what it has listed, and loads all or nothing", async () => {
    dns.put({ name: "*.acme.test", type: "TXT", value: 'with "quotes" and spaces' });
    dns.put({ name: "bücher.test", type: "CAA", value: "128 iodef mailto:a@b.test" });
    const listed = dns.records();
    expect(() =>
      dns.load([
        { name: "b.test", type: "A", value: "192.0.2.1" },
        { name: "b.test", type: "A", value: "no" },
      ]),
    ).toThrow(SandboxRecordError);
    expect(dns.records()).toEqual(listed);
    dns.load([]);
    expect(dns.records()).toEqual([]);
    dns.load(listed);
    expect(dns.records()).toEqual(listed);
    expect((await ask("xn--bcher-kva.test", "CAA")).answers).toMatchObject([{ data: { flags: 128, tag: "iodef" } }]);
  });

  it("holds 10,000 records and no more", () => {
    dns.load(Array.from({ length: 10_000 }, (_, i) => ({ name: `n${i}.acme.test`, type: "A", value: "192.0.2.1" })));
    expect(refusalOf(() => dns.put({ name: "one-more.acme.test", type: "A", value: "192.0.2.1" })).message).toContain(
      "10000",
    );
    expect(dns.put({ name: "n1.acme.test", type: "A", value: "192.0.2.1", ttl: 5 })).toMatchObject({ ttl: 5 });
  });

  it("lives through any bytes and goes on answering", async () => {
    const socket = createSocket("udp4");
    const header = Buffer.from("123401000001000000000000", "hex");
    const packets = fc.sample(
      fc.oneof(
        fc.uint8Array({ maxLength: 64 }),
        fc.uint8Array({ maxLength: 64 }).map((tail) => Buffer.concat([header, tail])),
      ),
      500,
    );
    packets.push(Buffer.concat([header, Buffer.of(0x3f, ...Array(63).fill(0xff), 0, 0, 1, 0, 1)]));
    packets.push(
      Buffer.concat([header, Buffer.from("0000ff0001", "hex")]),
      Buffer.concat([header, Buffer.from("0000410001", "hex")]),
    );
    for (const packet of packets) {
      // A turn of the event loop each, so that the server reads as fast as we send and no packet is lost.
      await new Promise((resolve) => socket.send(packet, dns.port, "127.0.0.1", () => setImmediate(resolve)));
    }
    socket.close();
    expect(await rcodeOf("acme.test", "SOA")).toBe("NOERROR");
    expect((await ask("acme.test", "UNKNOWN_65" as RecordType)).authorities).toHaveLength(1);
  });

  it("says that a port is taken", async () => {
    await expect(startSandboxDns({ host: "127.0.0.1", port: dns.port, edge })).rejects.toMatchObject({
      code: "EADDRINUSE",
    });
  });
});

function refusalOf(run: () => unknown): SandboxRecordError {
  try {
    run();
  } catch (error) {
    if (error instanceof SandboxRecordError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

async function rcodeOf(name: string, type: RecordType): Promise<string> {
  const rcode = ((await ask(name, type)).flags ?? 0) & 0xf;
  return ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN"][rcode] ?? String(rcode);
}

function ask(name: string, type: RecordType, edns?: { udpPayloadSize: number }): Promise<DecodedPacket> {
  const opt: Answer = {
    type: "OPT",
    name: ".",
    extendedRcode: 0,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
    udpPayloadSize: 512,
    ...edns,
  };
  const query = encode({
    type: "query",
    id: 7,
    flags: 0x100,
    questions: [{ name, type }],
    additionals: edns ? [opt] : [],
  });
  const socket = createSocket("udp4");
  return new Promise<DecodedPacket>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("no answer")), 2_000);
    socket.once("message", (message) => {
      clearTimeout(timer);
      resolve(decode(message));
    });
    socket.send(query, dns.port, "127.0.0.1");
  }).finally(() => socket.close());
}

function askOverTcp(name: string, type: RecordType): Promise<DecodedPacket> {
  const socket = connect({ host: "127.0.0.1", port: dns.port });
  const chunks: Buffer[] = [];
  socket.write(streamEncode({ type: "query", id: 7, questions: [{ name, type }] }));
  return new Promise<DecodedPacket>((resolve, reject) => {
    socket.once("error", reject);
    socket.on("data", (chunk) => {
      chunks.push(chunk);
      const all = Buffer.concat(chunks);
      if (all.length >= 2 && all.length >= 2 + all.readUInt16BE(0)) resolve(decode(all.subarray(2)));
    });
  }).finally(() => socket.destroy());
}
