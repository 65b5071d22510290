import { describe, expect, it } from "vitest";
import { compareRecord } from "@/lib/dns/compare-records";
import type { AnswerLookup } from "@/lib/dns/published-views";
import type { DesiredRecord, Observation, RecordType, ServerAnswer, UnreachableReason } from "@/lib/dns/records";
import type { AuthoritativeAnswer, DelegationStatus } from "@/lib/dns/resolver";

const host = "shop.acme.com";
const edge = { hostname: "edge.latchkey.dev", addresses: ["203.0.113.10", "203.0.113.11", "2001:db8::10"] };

const cname = want("CNAME", "Edge.Latchkey.dev.");
const a1 = want("A", "203.0.113.10");
const a2 = want("A", "203.0.113.11");
const aaaa = want("AAAA", "2001:0DB8:0::10");
const txt = want("TXT", "cd-verify-x");

/** What one server publishes at a name: `type value`, "-" for no such name, "!reason" for no answer. */
type Published = Record<string, string[]>;

type Case = [
  title: string,
  record: DesiredRecord,
  servers: Published[],
  expected: Observation,
  observedValue: string | null,
];

const cases: Case[] = [
  ["an alias to the target", cname, [{ [host]: ["CNAME edge.latchkey.dev"] }], match(), "edge.latchkey.dev"],
  [
    "the target in other letters, with a dot",
    cname,
    [{ [host]: ["CNAME EDGE.latchkey.DEV."] }],
    match(),
    "EDGE.latchkey.DEV.",
  ],
  [
    "a target that only contains ours",
    cname,
    [{ [host]: ["CNAME edge.latchkey.dev.evil.com"] }],
    conflict("edge.latchkey.dev.evil.com"),
    "edge.latchkey.dev.evil.com",
  ],
  [
    "a target that only ends like ours",
    cname,
    [{ [host]: ["CNAME notedge.latchkey.dev"] }],
    conflict("notedge.latchkey.dev"),
    "notedge.latchkey.dev",
  ],
  ["nothing at all", cname, [{ [host]: ["-"] }], missing(), null],
  ["a name without addresses", cname, [{ [host]: [] }], missing(), null],
  [
    "an alias elsewhere",
    cname,
    [{ [host]: ["CNAME shops.example.net"] }],
    conflict("shops.example.net"),
    "shops.example.net",
  ],
  [
    "a chain through the target",
    cname,
    [{ [host]: ["CNAME a.acme.com"], "a.acme.com": ["CNAME b.net"], "b.net": ["CNAME edge.latchkey.dev"] }],
    match(),
    "a.acme.com",
  ],
  [
    "a chain that ends elsewhere",
    cname,
    [{ [host]: ["CNAME a.net"], "a.net": ["A 203.0.113.10"] }],
    conflict("a.net"),
    "a.net",
  ],
  ["a chain that dangles", cname, [{ [host]: ["CNAME a.net"], "a.net": ["-"] }], conflict("a.net"), "a.net"],
  ["a loop of aliases", cname, [{ [host]: ["CNAME a.net"], "a.net": [`CNAME ${host}`] }], conflict("a.net"), "a.net"],
  ["an alias to itself", cname, [{ [host]: [`CNAME ${host}`] }], conflict(host), host],
  ["a chain of eight aliases", cname, [chain(8)], match(), "c1.net"],
  ["a chain of more than eight aliases", cname, [chain(9)], conflict("c1.net"), "c1.net"],
  [
    "a chain whose next zone is silent",
    cname,
    [{ [host]: ["CNAME a.net"], "a.net": ["!timeout"] }],
    unreachable("timeout"),
    "a.net",
  ],
  [
    "flattened to the edge",
    cname,
    [{ [host]: ["A 203.0.113.10", "AAAA 2001:db8:0:0::10"] }],
    match(),
    "203.0.113.10, 2001:db8:0:0::10",
  ],
  [
    "flattened, a foreign address beside",
    cname,
    [{ [host]: ["A 203.0.113.10", "A 198.51.100.1"] }],
    conflict("198.51.100.1"),
    "203.0.113.10, 198.51.100.1",
  ],
  [
    "flattened, a left-over AAAA beside",
    cname,
    [{ [host]: ["A 203.0.113.10", "AAAA 2001:db8::bad"] }],
    conflict("2001:db8::bad"),
    "203.0.113.10, 2001:db8::bad",
  ],
  ["only a left-over AAAA", cname, [{ [host]: ["AAAA 2001:db8::bad"] }], conflict("2001:db8::bad"), "2001:db8::bad"],
  ["an address of somebody else", cname, [{ [host]: ["A 198.51.100.1"] }], conflict("198.51.100.1"), "198.51.100.1"],
  [
    "both servers right",
    cname,
    [{ [host]: ["CNAME edge.latchkey.dev"] }, { [host]: ["CNAME edge.latchkey.dev"] }],
    match(),
    "edge.latchkey.dev",
  ],
  [
    "one server behind",
    cname,
    [{ [host]: ["CNAME edge.latchkey.dev"] }, { [host]: ["-"] }],
    missing(),
    "edge.latchkey.dev",
  ],
  [
    "one server with the old alias",
    cname,
    [{ [host]: ["CNAME edge.latchkey.dev"] }, { [host]: ["CNAME old.net"], "old.net": ["-"] }],
    conflict("old.net"),
    "edge.latchkey.dev, old.net",
  ],
  [
    "one server right, one silent",
    cname,
    [{ [host]: ["CNAME edge.latchkey.dev"] }, { [host]: ["!timeout"] }],
    match(),
    "edge.latchkey.dev",
  ],
  [
    "all servers silent",
    cname,
    [{ [host]: ["!timeout"] }, { [host]: ["!servfail"] }],
    unreachable("timeout, servfail"),
    null,
  ],

  [
    "the whole set of addresses",
    a1,
    [{ [host]: ["A 203.0.113.10", "A 203.0.113.11", "AAAA 2001:db8::10"] }],
    match(),
    "203.0.113.10, 203.0.113.11",
  ],
  [
    "another spelling of an IPv6 address",
    aaaa,
    [{ [host]: ["AAAA 2001:db8:0:0:0:0:0:10"] }],
    match(),
    "2001:db8:0:0:0:0:0:10",
  ],
  ["only the other address", a2, [{ [host]: ["A 203.0.113.10"] }], missing(), "203.0.113.10"],
  ["no address of the family", aaaa, [{ [host]: ["A 203.0.113.10"] }], missing(), null],
  [
    "the right address with a foreign one",
    a1,
    [{ [host]: ["A 203.0.113.10", "A 198.51.100.1"] }],
    conflict("198.51.100.1"),
    "203.0.113.10, 198.51.100.1",
  ],
  [
    "the right address with a left-over AAAA",
    a1,
    [{ [host]: ["A 203.0.113.10", "AAAA 2001:db8::bad"] }],
    conflict("2001:db8::bad"),
    "203.0.113.10, 2001:db8::bad",
  ],
  [
    "an alias to the edge where addresses were asked for",
    a1,
    [{ [host]: ["CNAME edge.latchkey.dev"] }],
    match(),
    "edge.latchkey.dev",
  ],
  [
    "an alias to a name with our addresses",
    a1,
    [{ [host]: ["CNAME acme.com"], "acme.com": ["A 203.0.113.10"] }],
    match(),
    "acme.com",
  ],
  [
    "an alias to a name with foreign addresses",
    a1,
    [{ [host]: ["CNAME b.net"], "b.net": ["A 198.51.100.1"] }],
    conflict("b.net"),
    "b.net",
  ],
  ["an alias to nothing", a1, [{ [host]: ["CNAME b.net"], "b.net": ["-"] }], conflict("b.net"), "b.net"],
  ["addresses on one server only", a1, [{ [host]: ["A 203.0.113.10"] }, { [host]: ["-"] }], missing(), "203.0.113.10"],
  [
    "the right alias and another one in one answer",
    cname,
    [{ [host]: ["CNAME edge.latchkey.dev", "CNAME shops.old.net"] }],
    conflict("edge.latchkey.dev", "shops.old.net"),
    "edge.latchkey.dev, shops.old.net",
  ],
  [
    "the same two in another order on another server",
    cname,
    [
      { [host]: ["CNAME edge.latchkey.dev", "CNAME shops.old.net"] },
      { [host]: ["CNAME shops.old.net", "CNAME edge.latchkey.dev"] },
    ],
    conflict("edge.latchkey.dev", "shops.old.net"),
    "edge.latchkey.dev, shops.old.net",
  ],
  [
    "the right alias twice",
    cname,
    [{ [host]: ["CNAME edge.latchkey.dev", "CNAME EDGE.latchkey.dev."] }],
    match(),
    "edge.latchkey.dev, EDGE.latchkey.dev.",
  ],
  [
    "two aliases where addresses were asked for, both to the edge's addresses",
    a1,
    [{ [host]: ["CNAME edge.latchkey.dev", "CNAME b.net"], "b.net": ["A 203.0.113.10"] }],
    conflict("edge.latchkey.dev", "b.net"),
    "edge.latchkey.dev, b.net",
  ],
  [
    "an alias to a name with two aliases, one of them ours",
    cname,
    [
      {
        [host]: ["CNAME a.acme.com"],
        "a.acme.com": ["CNAME edge.latchkey.dev", "CNAME b.net"],
        "b.net": ["A 198.51.100.1"],
      },
    ],
    conflict("a.acme.com"),
    "a.acme.com",
  ],
  ["a domain without nameservers", a1, [], unreachable("no nameserver has an address"), null],

  ["the text beside others", txt, [{ [host]: ["TXT v=spf1 -all", "TXT cd-verify-x"] }], match(), "cd-verify-x"],
  ["other texts only", txt, [{ [host]: ["TXT v=spf1 -all"] }], missing(), "v=spf1 -all"],
  ["the text in other letters", txt, [{ [host]: ["TXT CD-VERIFY-X"] }], missing(), "CD-VERIFY-X"],
  ["the text behind an alias", txt, [{ [host]: ["CNAME t.net"], "t.net": ["TXT cd-verify-x"] }], match(), "t.net"],
  ["the text on one server only", txt, [{ [host]: ["TXT cd-verify-x"] }, { [host]: [] }], missing(), "cd-verify-x"],
];

describe("compareRecord", () => {
  it.each(cases)("compares %s", (_title, record, servers, observation, observedValue) => {
    const desired = record.type === "A" || record.type === "AAAA" ? [a1, a2, aaaa] : [record];
    expect(compareRecord(record, { desired, edge, answers: answersOf(servers) })).toEqual({
      observation,
      observedValue,
    });
  });

  it("needs only the answer for A where the alias is as desired", () => {
    const asked: string[] = [];
    const answers = answersOf([{ [host]: ["CNAME edge.latchkey.dev"] }]);
    const consult: AnswerLookup["consult"] = (name, type) => {
      asked.push(`${type} ${name}`);
      return answers.consult(name, type);
    };
    compareRecord(cname, { desired: [cname], edge, answers: { ...answers, consult } });
    expect(asked).toEqual([`A ${host}`]);
  });

  it("resolves the edge's name where its addresses are not given", () => {
    const answers = answersOf([
      { [host]: ["A 203.0.113.77"], "edge.latchkey.dev": ["A 203.0.113.77", "A 203.0.113.78"] },
    ]);
    const input = { desired: [cname], edge: { hostname: edge.hostname, addresses: [] }, answers };
    expect(compareRecord(cname, input).observation).toEqual(match());
    const foreign = answersOf([{ [host]: ["A 198.51.100.1"], "edge.latchkey.dev": ["A 203.0.113.77"] }]);
    expect(compareRecord(cname, { ...input, answers: foreign }).observation).toEqual(conflict("198.51.100.1"));
  });

  it("gives no vote to a server that answered for one address family only", () => {
    const complete = { [host]: ["A 203.0.113.10"] };
    const answers = answersOf([complete, complete]);
    const half: AnswerLookup = {
      ...answers,
      consult(name, type) {
        const answer = answers.consult(name, type);
        if (answer === null || type === "A") return answer;
        const servers = answer.servers.map((server, i) => (i === 0 ? silent(server, "timeout") : server));
        return { ...answer, servers };
      },
    };
    expect(compareRecord(a1, { desired: [a1], edge, answers: half }).observation).toEqual(match());
    const onlyHalf: AnswerLookup = {
      ...half,
      consult: (name, type) => {
        const answer = half.consult(name, type);
        return answer === null ? null : { ...answer, servers: answer.servers.slice(0, 1) };
      },
    };
    expect(compareRecord(a1, { desired: [a1], edge, answers: onlyHalf }).observation).toEqual(unreachable("timeout"));
  });

  it("calls a domain that is not registered missing, and one that cannot be looked up unreachable", () => {
    const withDelegation = (delegation: DelegationStatus): AnswerLookup => {
      const consult: AnswerLookup["consult"] = (name, type) => ({ name, type, zone: null, delegation, servers: [] });
      return { consult, peek: consult };
    };
    const compare = (delegation: DelegationStatus) =>
      compareRecord(cname, { desired: [cname], edge, answers: withDelegation(delegation) }).observation;
    expect(compare({ kind: "nxdomain" })).toEqual(missing());
    expect(compare({ kind: "unreachable", reason: "servfail" })).toEqual(unreachable("servfail"));
    expect(compare({ kind: "no_nameservers" })).toEqual(unreachable("no_nameservers"));
  });

  it("visits each name once however many paths of aliases many servers lay", () => {
    // 8^24 paths: no machine would end if each were followed.
    const layers = 24;
    const width = 8;
    const nodeName = (layer: number, i: number) => (layer === 0 ? host : `l${layer}n${i}.net`);
    const servers = Array.from({ length: width }, (_, server): Published => {
      const names = Array.from({ length: layers }, (_, layer) =>
        Array.from({ length: width }, (_, i) => ({ layer, i })),
      ).flat();
      return Object.fromEntries(
        names.map(({ layer, i }) => [nodeName(layer, i), [`CNAME ${nodeName(layer + 1, (i + server) % width)}`]]),
      );
    });
    const { observation } = compareRecord(a1, { desired: [a1], edge, answers: answersOf(servers) });
    expect(observation.kind).toBe("conflict");
  });

  it("bounds what it reports", () => {
    const addresses = Array.from({ length: 200 }, (_, i) => `A 198.51.100.${i}`);
    const { observation, observedValue } = compareRecord(a1, {
      desired: [a1],
      edge,
      answers: answersOf([{ [host]: addresses }]),
    });
    expect(observation.kind === "conflict" && observation.found.length).toBe(20);
    expect(observedValue?.length).toBeLessThanOrEqual(512);
  });
});

function want(type: RecordType, value: string): DesiredRecord {
  return { host: "Shop.acme.com", type, value, ttl: 300 };
}
function match(): Observation {
  return { kind: "match" };
}
function missing(): Observation {
  return { kind: "missing" };
}
function conflict(...found: string[]): Observation {
  return { kind: "conflict", found };
}
function unreachable(reason: string): Observation {
  return { kind: "unreachable", reason };
}

/** `length` aliases, the last of which is the edge. */
function chain(length: number): Published {
  const names = [host, ...Array.from({ length: length - 1 }, (_, i) => `c${i + 1}.net`), edge.hostname];
  return Object.fromEntries(names.slice(0, -1).map((name, i) => [name, [`CNAME ${names[i + 1]}`]]));
}

function answersOf(servers: readonly Published[]): AnswerLookup {
  const consult: AnswerLookup["consult"] = (name, type) => answerOf(servers, name, type);
  return { consult, peek: consult };
}

/** Each name is a zone of its own, so that aliases are followed name by name. */
function answerOf(servers: readonly Published[], name: string, type: string): AuthoritativeAnswer {
  if (servers.length === 0) {
    const delegation: DelegationStatus = { kind: "no_nameservers", reason: "no_nameserver_address" };
    return { name, type, zone: name, delegation, servers: [] };
  }
  const holders = servers.filter((published) => published[name] !== undefined);
  const answers = (holders.length > 0 ? holders : [{ [name]: ["-"] }]).map((published, i) =>
    serverAnswer(published[name] ?? [], name, type, i),
  );
  return { name, type, zone: name, delegation: { kind: "ok" }, servers: answers };
}

function serverAnswer(published: readonly string[], name: string, type: string, index: number): ServerAnswer {
  const address = `192.0.2.${index + 1}`;
  const base = {
    server: `ns${index + 1}.acme.com`,
    address,
    name,
    type,
    records: [],
    transport: "udp" as const,
    rttMs: 1,
    authoritative: true,
  };
  const [first = ""] = published;
  if (first.startsWith("!")) return silent({ ...base, kind: "nodata" }, first.slice(1) as UnreachableReason);
  if (first === "-") return { ...base, kind: "nxdomain" };
  const records = published
    .map((line) => ({
      name,
      type: line.slice(0, line.indexOf(" ")),
      value: line.slice(line.indexOf(" ") + 1),
      ttl: 60,
    }))
    .filter((record) => record.type === type || record.type === "CNAME");
  return { ...base, kind: records.length > 0 ? "answer" : "nodata", records };
}

function silent(server: ServerAnswer, reason: UnreachableReason): ServerAnswer {
  return { ...server, kind: "unreachable", reason, records: [] };
}
