import { type Answer, decode, encode, type Packet } from "dns-packet";
import { isEncodableName, normaliseName } from "@/lib/dns/domain-name";
import { listenForDns } from "@/lib/dns/sandbox/dns-listener";
import type { SandboxRecord, SandboxRecordInput } from "@/lib/dns/sandbox/dns-record";
import { answerUpdate, isUpdate, openSigned } from "@/lib/dns/sandbox/dns-update";
import { createSandboxZone, type SandboxZone, type ZoneEntry } from "@/lib/dns/sandbox/dns-zone";

export type SandboxDns = {
  port: number;
  records(): SandboxRecord[];
  /** Adds a value to a record set, or renews its TTL, and returns it as stored. Throws SandboxRecordError. */
  put(record: SandboxRecordInput): SandboxRecord;
  /** Removes one value, or the whole set without `value`; returns how many were removed. Throws SandboxRecordError on bad input. */
  remove(record: { name: string; type: string; value?: string }): number;
  /** Replaces everything. Throws SandboxRecordError, and then nothing has changed. */
  load(records: readonly SandboxRecordInput[]): void;
  close(): Promise<void>;
};

/**
 * The DNS provider and the recursive resolver of the sandbox: authoritative for every name, over UDP and TCP on one port. It
 * takes dynamic updates (RFC 2136) that are signed with its key.
 * `onChange` is called after each put and remove. Rejects with the error of the system where the port is taken.
 */
export async function startSandboxDns(options: {
  host: string;
  port: number;
  edge: { hostname: string; addresses: readonly string[] };
  /** Names of third parties that real records refer to. Nobody edits them. */
  thirdParties?: readonly SandboxRecordInput[];
  onChange?: () => void;
}): Promise<SandboxDns> {
  const address = (name: string, value: string) => ({ name, type: value.includes(":") ? "AAAA" : "A", value });
  const zone = createSandboxZone([
    address("ns1.sandbox.test", options.host),
    address("ns2.sandbox.test", options.host),
    ...options.edge.addresses.map((value) => address(options.edge.hostname, value)),
    ...(options.thirdParties ?? []),
  ]);
  const listener = await listenForDns({
    hosts: [options.host],
    port: options.port,
    onQuery(query, channel) {
      const signed = openSigned(query);
      if (isUpdate(query)) {
        const { reply, changed } = answerUpdate(zone, query, signed !== null);
        channel.send(signed === null ? reply : signed.sign(reply));
        if (changed) options.onChange?.();
        return;
      }
      const response = answerQuery(zone, query, channel.transport);
      if (response !== null) channel.send(signed === null ? response : signed.sign(response));
    },
  });
  return {
    port: listener.port,
    records: zone.records,
    put(record) {
      const stored = zone.put(record);
      options.onChange?.();
      return stored;
    },
    remove(record) {
      const removed = zone.remove(record);
      if (removed > 0) options.onChange?.();
      return removed;
    },
    load: zone.load,
    close: listener.close,
  };
}

const flags = { authoritative: 0x0400, truncated: 0x0200, recursionDesired: 0x0100, recursionAvailable: 0x0080 };
const rcodes = { noError: 0, formErr: 1, servFail: 2, nxDomain: 3, notImp: 4, refused: 5 };
const maxUdpBytes = 4_096;
const minUdpBytes = 512;
const maxTcpBytes = 65_535;

/** null: not a query, so no answer (an answer to an answer could loop indefinitely). */
function answerQuery(zone: SandboxZone, bytes: Buffer, transport: "udp" | "tcp"): Buffer | null {
  let query: Packet;
  try {
    query = decode(bytes);
  } catch {
    return bytes.length < 12 ? null : encode(header(bytes.readUInt16BE(0), 0, rcodes.formErr));
  }
  if (query.type === "response") {
    return null;
  }
  const response = respond(zone, query);
  const limit = transport === "tcp" ? maxTcpBytes : udpLimit(query);
  const encoded = encode(response);
  if (encoded.length <= limit) {
    return encoded;
  }
  const shortened = { ...response, answers: [], authorities: [] };
  return transport === "udp"
    ? encode({ ...shortened, flags: (response.flags ?? 0) | flags.truncated })
    : encode({ ...shortened, flags: ((response.flags ?? 0) & ~0xf) | rcodes.servFail });
}

function respond(zone: SandboxZone, query: Packet): Packet {
  const queryFlags = query.flags ?? 0;
  const question = query.questions?.[0];
  const opcode = (queryFlags >> 11) & 0xf;
  if (opcode !== 0) {
    return header(query.id, queryFlags, rcodes.notImp);
  }
  if (question === undefined || query.questions?.length !== 1) {
    return header(query.id, queryFlags, rcodes.formErr);
  }
  const name = question.name === "." ? "" : normaliseName(question.name);
  if (name !== "" && !isEncodableName(name)) {
    return header(query.id, queryFlags, rcodes.formErr);
  }
  const echoed = { questions: [question], additionals: optOf(query) };
  if (question.class !== "IN") {
    return { ...header(query.id, queryFlags, rcodes.refused), ...echoed };
  }
  const { rcode, answers, denial } = zone.query(name, question.type);
  const base = header(query.id, queryFlags, rcodes[rcode]);
  return {
    ...base,
    ...echoed,
    flags: (base.flags ?? 0) | flags.authoritative,
    answers: answers.map(toAnswer),
    authorities: denial === null ? [] : [toAnswer(denial)],
  };
}

function header(id: number | undefined, queryFlags: number, rcode: number): Packet {
  const copied = queryFlags & (flags.recursionDesired | 0x7800);
  return { type: "response", id, flags: copied | flags.recursionAvailable | rcode };
}

function udpLimit(query: Packet): number {
  const opt = query.additionals?.find((record) => record.type === "OPT");
  const offered = opt?.type === "OPT" ? opt.udpPayloadSize : minUdpBytes;
  return Math.min(maxUdpBytes, Math.max(minUdpBytes, offered));
}

/** RFC 6891: an answer carries OPT exactly where the query did. */
function optOf(query: Packet): Answer[] {
  if (!query.additionals?.some((record) => record.type === "OPT")) return [];
  return [
    {
      type: "OPT",
      name: ".",
      udpPayloadSize: 1232,
      extendedRcode: 0,
      ednsVersion: 0,
      flags: 0,
      flag_do: false,
      options: [],
    },
  ];
}

/** Values were validated when they were stored, so they are only split here. */
function toAnswer({ name, type, value, ttl }: ZoneEntry): Answer {
  const [first = "", second = "", ...rest] = value.split(" ");
  switch (type) {
    case "A":
    case "AAAA":
    case "CNAME":
    case "NS":
      return { name, type, ttl, data: value };
    case "MX":
      return { name, type, ttl, data: { preference: Number(first), exchange: second } };
    case "CAA": {
      const tag = second as "issue";
      return { name, type, ttl, data: { flags: Number(first), tag, value: rest.join(" ").slice(1, -1) } };
    }
    case "SOA": {
      const [serial, refresh, retry, expire, minimum] = rest.map(Number);
      return { name, type, ttl, data: { mname: first, rname: second, serial, refresh, retry, expire, minimum } };
    }
    case "TXT":
      return { name, type, ttl, data: splitText(value) };
    default:
      throw new Error(`the zone holds a record of type ${type}`);
  }
}

const maxStringBytes = 255;

function splitText(value: string): Buffer[] {
  const bytes = Buffer.from(value);
  const count = Math.ceil(bytes.length / maxStringBytes);
  return Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * maxStringBytes, (index + 1) * maxStringBytes),
  );
}
