import { randomInt } from "node:crypto";
import type { Adapter, AdapterDeps, AdapterFacts, Credential, Zone } from "@/lib/dns/adapters/adapter";
import { refuseDnsServer } from "@/lib/dns/adapters/create-provider-dns";
import {
  classes,
  decodeMessage,
  decodeRdata,
  encodeMessage,
  encodeRdata,
  metaTypes,
  type Sections,
  typeName,
  typeNumbers,
  type WireMessage,
  type WireRecord,
} from "@/lib/dns/adapters/dns-wire";
import type { ProviderDns } from "@/lib/dns/adapters/provider-dns";
import { createSetDriver, type ProviderSet, type SetApi, type SetWrite } from "@/lib/dns/adapters/set-driver";
import { signMessage, type TsigAlgorithm, type TsigKey, tsigAlgorithms, verifyReplies } from "@/lib/dns/adapters/tsig";
import { isEqualOrBelow, normaliseName, parentName } from "@/lib/dns/domain-name";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";
import { writableTypes } from "@/lib/dns/zones/record-set";
import { parseHostPort } from "@/lib/kernel/host-port";

const facts: AdapterFacts = {
  provider: "rfc2136",
  fields: [
    {
      name: "server",
      label: "Primary server",
      help: "The server that accepts updates of the zone, with its port if that is not 53. It must be reachable over TCP.",
      secret: false,
      required: true,
      placeholder: "ns1.example.com",
      target: "dns_server",
    },
    {
      name: "key_name",
      label: "Key name",
      help: "The name of the TSIG key, as the server's configuration has it.",
      secret: false,
      required: true,
      placeholder: "latchkey",
    },
    {
      name: "algorithm",
      label: "Algorithm",
      help: `One of ${tsigAlgorithms.join(", ")}. Empty: hmac-sha256.`,
      secret: false,
      required: false,
      placeholder: "hmac-sha256",
    },
    {
      name: "secret",
      label: "Secret",
      help: "The key itself in base64, as keymgr, tsig-keygen or pdnsutil print it.",
      secret: true,
      required: true,
      placeholder: null,
    },
    {
      name: "zone",
      label: "Zone",
      help: "The zone that the key may update. Empty: the server is asked which zone a name is in.",
      secret: false,
      required: false,
      placeholder: "example.com",
    },
  ],
  tokenUrl: null,
  permissions:
    "Give the key the right to update the zone and, if you can, to transfer it. Knot: an acl with action [update, transfer]. BIND: update-policy and allow-transfer. PowerDNS: TSIG-ALLOW-DNSUPDATE and TSIG-ALLOW-AXFR.",
  gates: [],
  types: writableTypes,
  minTtl: 1,
  batch: 100,
  rate: { requests: 50, seconds: 1 },
  publishedAfterSeconds: 1,
  checkedAt: "2026-11-28",
};

const rcodes = {
  formErr: 1,
  servFail: 2,
  nxDomain: 3,
  notImp: 4,
  refused: 5,
  yxDomain: 6,
  yxRrset: 7,
  nxRrset: 8,
  notAuth: 9,
  notZone: 10,
};
const authoritative = 0x0400;
const dnsPort = 53;

export const rfc2136: Adapter = {
  facts,
  connect(credential, deps) {
    if (deps.dns === undefined) throw new Error("RFC 2136 needs DNS.");
    return createSetDriver(openApi(readCredential(credential), deps, deps.dns), facts);
  },
};

type Place = { server: { host: string; port: number }; key: TsigKey; zone: string | null };

/** @throws ProviderFault credential_invalid */
function readCredential(credential: Credential): Place {
  const field = (name: string) => (credential[name] ?? "").trim();
  const name = (field("algorithm") || "hmac-sha256").toLowerCase().replace(/\.$/, "");
  const algorithm = tsigAlgorithms.find((known) => known === name) ?? refuseAlgorithm(name);
  const encoded = field("secret").replace(/\s/g, "");
  const secret = Buffer.from(encoded, "base64");
  if (secret.length === 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) throw invalid("The secret is not in base64.");
  const key = { name: normaliseName(field("key_name")), algorithm, secret };
  if (key.name === "") throw invalid("The key has no name.");
  const zone = field("zone") === "" ? null : normaliseName(field("zone"));
  return { server: parseHostPort(field("server"), dnsPort), key, zone };
}

function refuseAlgorithm(name: string): TsigAlgorithm {
  const md5 = /md5/.test(name) ? " MD5 is broken: make a new key for the server." : "";
  throw invalid(`${name} is not accepted.${md5} Use one of ${tsigAlgorithms.join(", ")}.`);
}

/** Questions that go out over one connection. */
const maxQuestions = 400;

/** Refused (by Knot, as if it did not know the key), or too large: names are asked for instead, and a wrong key fails there. */
const noTransfer: ReadonlySet<string> = new Set([
  "credential_invalid",
  "permission_missing",
  "zone_not_here",
  "zone_read_only",
  "read_incomplete",
]);

const notOurs: ReadonlySet<string> = new Set(["permission_missing", "zone_not_here"]);

/** What can stand at a name, as far as it can be asked for one by one. */
const askedTypes = [...writableTypes, "NS", "DNAME", "PTR"];

function openApi({ server, key, zone: onlyZone }: Place, deps: AdapterDeps, dns: ProviderDns): SetApi {
  /** The data of each value, so that a value of several strings is deleted as it is. */
  const octets = new WeakMap<ProviderSet, ReadonlyMap<string, Buffer>>();
  let mayTransfer = true;

  const nowSeconds = () => Math.floor(deps.now().getTime() / 1000);

  /** One request, signed; its replies, verified. */
  async function ask(
    sections: Omit<Sections, "id">,
    isComplete: (replies: readonly Buffer[]) => boolean = (replies) => replies.length > 0,
  ): Promise<WireMessage[]> {
    const { signed, mac } = signMessage(encodeMessage({ id: randomInt(0x10000), ...sections }), key, nowSeconds());
    const replies = await dns.converse(server, [signed], isComplete);
    return readReplies(replies, signed, mac);
  }

  function readReplies(replies: readonly Buffer[], request: Buffer, mac: Buffer): WireMessage[] {
    const messages = replies.map(decodeMessage);
    if (messages.some(({ id }) => id !== request.readUInt16BE(0))) throw unreadable();
    const outcome = verifyReplies(replies, key, mac, nowSeconds());
    if (!outcome.ok) throw tsigFault(outcome.error, messages[0]?.rcode);
    return messages;
  }

  /** Many questions over one connection, in the order in which they were asked. */
  async function askAll(questions: readonly { name: string; type: number }[]): Promise<WireMessage[]> {
    const found: WireMessage[] = [];
    for (let from = 0; from < questions.length; from += maxQuestions) {
      const part = questions.slice(from, from + maxQuestions);
      const firstId = randomInt(0x10000 - maxQuestions);
      const requests = part.map((question, index) =>
        signMessage(encodeMessage({ id: firstId + index, opcode: "query", question }), key, nowSeconds()),
      );
      const replies = await dns.converse(
        server,
        requests.map(({ signed }) => signed),
        (read) => read.length >= requests.length,
      );
      const byId = new Map(replies.map((reply) => [reply.readUInt16BE(0), reply]));
      for (const { signed, mac } of requests) {
        const reply = byId.get(signed.readUInt16BE(0));
        if (reply === undefined) throw unreadable();
        found.push(...readReplies([reply], signed, mac));
      }
    }
    return found;
  }

  /** null: the server does not let this key transfer the zone. */
  async function transfer(zone: Zone): Promise<WireRecord[] | null> {
    const records: WireRecord[] = [];
    const isComplete = (replies: readonly Buffer[]) => {
      const last = replies.at(-1);
      if (last === undefined) return false;
      const { rcode, answers } = decodeMessage(last);
      for (const record of answers) records.push(record);
      const [first, end] = [records[0], records.at(-1)];
      return rcode !== 0 || answers.length === 0 || (first !== end && end?.type === typeNumbers.SOA);
    };
    const question = { name: zone.name, type: metaTypes.axfr };
    try {
      const messages = await ask({ opcode: "query", question }, isComplete);
      const isWhole = messages.every(({ rcode }) => rcode === 0) && records.at(-1)?.type === typeNumbers.SOA;
      return isWhole && records.length > 1 && records[0]?.type === typeNumbers.SOA ? records.slice(0, -1) : null;
    } catch (error) {
      if (error instanceof ProviderFault && noTransfer.has(error.code)) return null;
      throw error;
    }
  }

  async function query(zone: Zone, names: readonly string[]): Promise<WireRecord[]> {
    const wildcards = new Map(names.map((name) => [name, wildcardsFor(name, zone)]));
    const all = [...new Set([...names, ...[...wildcards.values()].flat()])];
    const questions = all.flatMap((name) => askedTypes.map((type) => ({ name, type: typeNumbers[type] ?? 0 })));
    const messages = await askAll(questions);
    const at = new Map<string, WireRecord[]>();
    for (const [index, { flags, rcode, answers }] of messages.entries()) {
      const question = questions[index];
      if (question === undefined) continue;
      if (rcode !== 0 && rcode !== rcodes.nxDomain) throw rcodeFault(rcode);
      // A referral: the name is in a zone below, on other servers.
      if ((flags & authoritative) === 0 && rcode === 0) continue;
      const own = answers.filter(({ name, type }) => name === question.name && type === question.type);
      at.set(`${question.name} ${question.type}`, own);
    }
    return names.flatMap((name) =>
      askedTypes.flatMap((type) => {
        const own = at.get(`${name} ${typeNumbers[type]}`) ?? [];
        const isSynthesised = (wildcards.get(name) ?? []).some((wildcard) =>
          isSameData(own, at.get(`${wildcard} ${typeNumbers[type]}`) ?? []),
        );
        return isSynthesised ? [] : own;
      }),
    );
  }

  function toSets(records: readonly WireRecord[]): ProviderSet[] {
    const groups = new Map<string, WireRecord[]>();
    for (const record of records) {
      if (record.class !== classes.in) continue;
      const key = `${record.name} ${record.type}`;
      groups.set(key, [...(groups.get(key) ?? []), record]);
    }
    return [...groups.values()].flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const data = new Map(group.map((record) => [decodeRdata(record), record.rdata]));
      const set = { name: first.name, type: typeName(first.type), ttl: first.ttl, values: [...data.keys()] };
      octets.set(set, data);
      return [set];
    });
  }

  async function writeSets(zone: Zone, writes: readonly SetWrite[]): Promise<void> {
    const question = { name: zone.name, type: typeNumbers.SOA ?? 0 };
    const authorities = writes.flatMap((write) => toUpdates(write, octets));
    const [reply] = await ask({ opcode: "update", question, answers: prerequisitesOf(writes), authorities });
    if (reply === undefined) throw unreadable();
    if (reply.rcode !== 0) throw rcodeFault(reply.rcode);
  }

  return {
    listZones: async () => {
      const zone = onlyZone === null ? null : await findZoneAt(onlyZone);
      return { zones: zone === null ? [] : [zone], complete: onlyZone !== null };
    },
    findZoneAt,
    async listSets(zone, names) {
      const wanted = new Set(names);
      const transferred = mayTransfer ? await transfer(zone) : null;
      mayTransfer = transferred !== null;
      return toSets((transferred ?? (await query(zone, names))).filter(({ name }) => wanted.has(name)));
    },
    writeSet: (zone, write) => writeSets(zone, [write]),
    writeSets,
  };

  async function findZoneAt(name: string): Promise<Zone | null> {
    if (onlyZone !== null && name !== onlyZone) return null;
    const refusal = refuseDnsServer(server, true);
    if (refusal !== null) throw invalid(refusal);
    const soa = typeNumbers.SOA ?? 0;
    const [reply] = await ask({ opcode: "query", question: { name, type: soa } }).catch((error: unknown) => {
      // Servers refuse to answer for what is none of their zones.
      if (error instanceof ProviderFault && notOurs.has(error.code)) return [];
      throw error;
    });
    const isZone =
      reply?.rcode === 0 &&
      (reply.flags & authoritative) !== 0 &&
      reply.answers.some((record) => record.name === name && record.type === soa);
    return isZone ? { id: name, name, nameservers: null } : null;
  }
}

/** One value at a time: nothing of others is named, so nothing of others can be lost, whatever happened since we read. */
function toUpdates(
  { before, after }: SetWrite,
  octets: WeakMap<ProviderSet, ReadonlyMap<string, Buffer>>,
): WireRecord[] {
  const set = after ?? before;
  if (set === null) return [];
  const { name } = set;
  const type = typeNumbers[set.type] ?? 0;
  const known = before === null ? undefined : octets.get(before);
  const left = new Set(after?.values);
  const was = new Set(before?.values);
  const data = (value: string) => known?.get(value) ?? encodeRdata(set.type, value);
  return [
    ...[...was]
      .filter((value) => !left.has(value))
      .map((value) => ({ name, type, class: classes.none, ttl: 0, rdata: data(value) })),
    ...[...left]
      .filter((value) => !was.has(value))
      .map((value) => ({ name, type, class: classes.in, ttl: set.ttl, rdata: data(value) })),
  ];
}

/**
 * A server ignores, without an error, a CNAME record beside others and others beside a CNAME record (RFC 2136, section 3.4.2.2):
 * that nothing of the kind has appeared since we read is what we demand.
 */
function prerequisitesOf(writes: readonly SetWrite[]): WireRecord[] {
  const none = { class: classes.none, ttl: 0, rdata: Buffer.alloc(0) };
  const cname = typeNumbers.CNAME ?? 0;
  return writes.flatMap(({ before, after }) => {
    if (after === null || before !== null) return [];
    const others = writes.filter((other) => (other.before ?? other.after)?.name === after.name);
    const isAlone = others.every((other) => other.before === null);
    if (after.type === "CNAME") return isAlone ? [{ ...none, name: after.name, type: metaTypes.any }] : [];
    const hadCname = others.some((other) => other.before?.type === "CNAME");
    return hadCname ? [] : [{ ...none, name: after.name, type: cname }];
  });
}

/** Names of wildcards that could be what the server answers with for a name that does not exist. */
function wildcardsFor(name: string, zone: Zone): string[] {
  const wildcards: string[] = [];
  for (let above = parentName(name); above !== "" && isEqualOrBelow(above, zone.name); above = parentName(above)) {
    if (`*.${above}` !== name) wildcards.push(`*.${above}`);
  }
  return wildcards;
}

function isSameData(some: readonly WireRecord[], others: readonly WireRecord[]): boolean {
  const data = (records: readonly WireRecord[]) =>
    records
      .map(({ rdata }) => rdata.toString("hex"))
      .sort()
      .join();
  return some.length > 0 && data(some) === data(others);
}

function rcodeFault(rcode: number): ProviderFault {
  const detail = { status: rcode };
  switch (rcode) {
    case rcodes.nxDomain:
    case rcodes.yxDomain:
    case rcodes.yxRrset:
    case rcodes.nxRrset:
      return new ProviderFault("read_incomplete", { ...detail, said: "Another record has appeared at the name." });
    case rcodes.refused:
      return new ProviderFault("permission_missing", {
        ...detail,
        said: "The server refuses (REFUSED): the key may not do this.",
      });
    case rcodes.notImp:
      return new ProviderFault("zone_read_only", { ...detail, said: "The server takes no updates (NOTIMP)." });
    case rcodes.notAuth:
    case rcodes.notZone:
      return new ProviderFault("zone_not_here", { ...detail, said: "The server is not the zone's primary (NOTAUTH)." });
    case rcodes.formErr:
      return new ProviderFault("record_refused", {
        ...detail,
        said: "The server does not accept the update (FORMERR).",
      });
    default:
      return new ProviderFault("provider_unavailable", { ...detail, said: `The server failed (RCODE ${rcode}).` });
  }
}

const tsigErrors: Record<number, string> = {
  16: "The server does not accept the signature (BADSIG): the secret is another one.",
  17: "The server does not know the key (BADKEY): check its name and algorithm.",
  18: "The server's clock differs from ours by more than five minutes (BADTIME).",
  22: "The server requires a longer signature (BADTRUNC).",
};

function tsigFault(error: number | "unsigned" | "forged" | "time", rcode: number | undefined): ProviderFault {
  if (typeof error === "number") {
    return new ProviderFault("credential_invalid", {
      said: tsigErrors[error] ?? `TSIG error ${error}.`,
      status: error,
    });
  }
  if (error === "time") return invalid("The server's clock differs from ours by more than five minutes.");
  // Some servers answer what they refuse without a signature.
  if (error === "unsigned" && rcode !== undefined && rcode !== 0) return rcodeFault(rcode);
  return new ProviderFault("credential_invalid", { said: "The server's answer is not signed with the key." });
}

function unreadable(): ProviderFault {
  return new ProviderFault("provider_unavailable", { said: "The server's answer could not be read." });
}

function invalid(said: string): ProviderFault {
  return new ProviderFault("credential_invalid", { said });
}
