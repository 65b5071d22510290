import { createSocket } from "node:dgram";
import type { Socket } from "node:net";
import { type Answer, decode, encode, type Packet, type Question } from "dns-packet";
import { type DnsChannel, listenForDns } from "@/lib/dns/sandbox/dns-listener";

/** One received query; `host` is the local address that received it. `socket` is set on TCP only. */
export type ScriptedQuery = {
  id: number;
  name: string;
  type: string;
  host: string;
  /** The port that the client sent from; null on TCP. */
  port: number | null;
  transport: "udp" | "tcp";
  recursionDesired: boolean;
  hasEdns: boolean;
  /** The CD bit: the client wants the answer without DNSSEC validation. */
  isUnchecked: boolean;
  socket: Socket | null;
  /** Sends a message or raw bytes now (framed on TCP); several calls send several. */
  send(message: Packet | Buffer): void;
  /** Sends from another port of the same address, as a forger would. UDP only. */
  sendFromElsewhere(message: Packet): Promise<void>;
  /** A response to this query. Default: authoritative, no error, no data. */
  response(parts?: ResponseParts): Packet;
};

export type ResponseParts = {
  rcode?: number;
  authoritative?: boolean;
  truncated?: boolean;
  id?: number;
  question?: Question | null;
  answers?: Answer[];
  authorities?: Answer[];
  additionals?: Answer[];
  /** The RA bit: the server offers recursion. */
  recursionAvailable?: boolean;
  /** The AD bit: the answer was validated. */
  validated?: boolean;
};

export type ScriptedDns = {
  port: number;
  hosts: readonly string[];
  /** All received queries, in order. */
  queries: Pick<ScriptedQuery, "name" | "type" | "host" | "transport" | "recursionDesired" | "hasEdns">[];
  close(): Promise<void>;
};

/** A real DNS server on loopback with scripted answers. A script that returns undefined without a `send` never answers. */
export async function startScriptedDns(
  script: (query: ScriptedQuery) => Packet | undefined,
  hosts: readonly string[] = ["127.0.0.1"],
): Promise<ScriptedDns> {
  const queries: ScriptedDns["queries"] = [];
  const listener = await listenForDns({
    hosts,
    port: 0,
    onQuery(bytes, channel) {
      const query = readQuery(bytes, channel);
      const { name, type, host, transport, recursionDesired, hasEdns } = query;
      queries.push({ name, type, host, transport, recursionDesired, hasEdns });
      const reply = script(query);
      if (reply !== undefined) query.send(reply);
    },
  });
  return { port: listener.port, hosts, queries, close: listener.close };
}

/**
 * The recursive part of a script: SOA, NS and addresses for one zone with the given nameservers and addresses. Returns
 * undefined for queries without recursion desired, which belong to the authoritative part.
 */
export function delegate(query: ScriptedQuery, zone: string, servers: Record<string, string>): Packet | undefined {
  if (!query.recursionDesired) return undefined;
  if (query.type === "SOA") return query.response({ [query.name === zone ? "answers" : "authorities"]: [soa(zone)] });
  if (query.type === "CNAME") return query.response({ authorities: [soa(zone)] });
  if (query.type === "NS") {
    return query.response({ answers: Object.keys(servers).map((data) => ({ name: zone, type: "NS", ttl: 60, data })) });
  }
  const address = servers[query.name];
  const family = address?.includes(":") ? "AAAA" : "A";
  const isAsked = address !== undefined && query.type === family;
  return query.response({ answers: isAsked ? [{ name: query.name, type: family, ttl: 60, data: address }] : [] });
}

export function soa(zone: string): Answer {
  const data = {
    mname: `ns1.${zone}`,
    rname: `hostmaster.${zone}`,
    serial: 1,
    refresh: 60,
    retry: 60,
    expire: 60,
    minimum: 5,
  };
  return { name: zone, type: "SOA", ttl: 60, data };
}

function readQuery(bytes: Buffer, channel: DnsChannel): ScriptedQuery {
  const packet = decode(bytes);
  const question = packet.questions?.[0];
  if (question === undefined) throw new Error("a query without a question");
  const id = packet.id ?? 0;
  return {
    id,
    name: question.name.toLowerCase(),
    type: question.type,
    host: channel.host,
    port: channel.transport === "udp" ? channel.from.port : null,
    transport: channel.transport,
    recursionDesired: packet.flag_rd,
    isUnchecked: packet.flag_cd,
    hasEdns: packet.additionals?.some((record) => record.type === "OPT") ?? false,
    socket: channel.transport === "tcp" ? channel.socket : null,
    send: (message) => channel.send(Buffer.isBuffer(message) ? message : encode(message)),
    sendFromElsewhere: (message) =>
      new Promise((resolve, reject) => {
        if (channel.transport !== "udp") throw new Error("only UDP can be forged");
        const forger = createSocket("udp4");
        forger.send(encode(message), channel.from.port, channel.from.address, (error) => {
          forger.close();
          if (error) reject(error);
          else resolve();
        });
      }),
    response: (parts = {}) => ({
      type: "response",
      id: parts.id ?? id,
      flags:
        (parts.authoritative === false ? 0 : 0x0400) |
        (parts.truncated === true ? 0x0200 : 0) |
        (parts.recursionAvailable === true ? 0x0080 : 0) |
        (parts.validated === true ? 0x0020 : 0) |
        (parts.rcode ?? 0),
      questions: parts.question === null ? [] : [parts.question ?? question],
      answers: parts.answers ?? [],
      authorities: parts.authorities ?? [],
      additionals: parts.additionals ?? [],
    }),
  };
}
