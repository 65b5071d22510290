import { createSocket } from "node:dgram";
import { type Answer, decode, encode } from "dns-packet";
import { isEqualOrBelow, normaliseName } from "@/lib/dns/domain-name";
import { type DnsListener, listenForDns } from "@/lib/dns/sandbox/dns-listener";
import { soa } from "@/lib/runtime/testing/scripted-dns-server";

/** Misbehaving nameservers that exist in practice, and that no serious software imitates. */

type Place = { address: string; port: number };

/** Receives queries and never answers. */
export function startSilentServer({ address, port }: Place): Promise<DnsListener> {
  return listenForDns({ hosts: [address], port, onQuery: () => undefined });
}

export type SloppyZone = { zone: string; records: { name: string; type: string; value: string }[] };

/** Serves any records, even a CNAME beside others: it answers with the type if there is one, otherwise with the alias. */
export function startSloppyServer({ address, port }: Place, zones: readonly SloppyZone[]): Promise<DnsListener> {
  return listenForDns({
    hosts: [address],
    port,
    onQuery(bytes, channel) {
      const { id, questions = [] } = decode(bytes);
      const [question] = questions;
      if (question === undefined) return;
      const name = normaliseName(question.name);
      const found = zones.find(({ zone }) => isEqualOrBelow(name, zone));
      const flags = authoritative | (found === undefined ? rcodes.refused : 0);
      const base = { type: "response" as const, id, flags, questions };
      if (found === undefined) return channel.send(encode(base));
      const there = found.records.filter((record) => isEqualOrBelow(record.name, name));
      const own = there.filter((record) => record.name === name);
      const ofType = own.filter((record) => record.type === question.type);
      const answers = (ofType.length > 0 ? ofType : own.filter(({ type }) => type === "CNAME")).map(toAnswer);
      if (question.type === "SOA" && name === found.zone) answers.push(soa(name));
      const authorities = answers.length > 0 ? [] : [soa(found.zone)];
      const exists = there.length > 0;
      channel.send(encode({ ...base, flags: flags | (exists ? 0 : rcodes.nxDomain), answers, authorities }));
    },
  });
}

const authoritative = 0x0400;
const rcodes = { servFail: 2, nxDomain: 3, refused: 5 };

function toAnswer({ name, type, value }: SloppyZone["records"][number]): Answer {
  switch (type) {
    case "A":
    case "CNAME":
    case "NS":
    case "TXT":
      return { name, type, ttl: 60, data: value };
    default:
      throw new Error(`the sloppy server does not publish ${type} records`);
  }
}

const caaType = 257;
const txtType = 16;
const relayMs = 2_000;

/**
 * Forwards queries to `behind`, but answers SERVFAIL for CAA, as servers do that predate the type, or nothing, as behind
 * firewalls that do not know it.
 */
export function startOldServer(place: Place, behind: Place, onCaa: "servfail" | "drop"): Promise<DnsListener> {
  return startRelay(place, behind, (query) => {
    if (typeOf(query) !== caaType) return null;
    return onCaa === "drop" ? "drop" : refuse(query);
  });
}

/** Forwards queries to `behind`, and clears the AA bit of the answers. */
export function startUnauthoritativeServer(place: Place, behind: Place): Promise<DnsListener> {
  return startRelay(
    place,
    behind,
    () => null,
    (answer) => {
      answer[2] = (answer[2] ?? 0) & ~0x04;
      return answer;
    },
  );
}

/** Forwards queries to `behind`, but truncates answers with texts, and closes every TCP connection. */
export function startCuttingServer(place: Place, behind: Place): Promise<DnsListener> {
  return startRelay(place, behind, (query, transport) => {
    if (transport === "tcp") return "drop";
    return typeOf(query) === txtType ? truncate(query) : null;
  });
}

/** `own`: its own answer, if any, or none at all; the others come from `behind`, changed. */
function startRelay(
  { address, port }: Place,
  behind: Place,
  own: (query: Buffer, transport: "udp" | "tcp") => Buffer | "drop" | null,
  change: (answer: Buffer) => Buffer = (answer) => answer,
): Promise<DnsListener> {
  return listenForDns({
    hosts: [address],
    port,
    onQuery(query, channel) {
      const answer = own(query, channel.transport);
      if (answer === "drop") {
        if (channel.transport === "tcp") channel.socket.destroy();
        return;
      }
      if (answer !== null) return channel.send(answer);
      const socket = createSocket("udp4");
      const timer = setTimeout(() => socket.close(), relayMs);
      socket.on("error", () => undefined);
      socket.on("message", (reply) => {
        clearTimeout(timer);
        socket.close();
        channel.send(change(reply));
      });
      socket.send(query, behind.port, behind.address);
    },
  });
}

/** The name ends with an empty label, and the type follows it (RFC 1035, section 4.1.2). */
function typeOf(query: Buffer): number | null {
  const nameEnd = query.indexOf(0, 12);
  return nameEnd === -1 || query.length < nameEnd + 3 ? null : query.readUInt16BE(nameEnd + 1);
}

function refuse(query: Buffer): Buffer {
  const refusal = Buffer.from(query);
  refusal[2] = (refusal[2] ?? 0) | 0x80;
  refusal[3] = rcodes.servFail;
  return refusal;
}

/** The question, with the bits of a response, of authority and of truncation. */
function truncate(query: Buffer): Buffer {
  const answer = Buffer.from(query);
  answer[2] = (answer[2] ?? 0) | 0x80 | 0x04 | 0x02;
  return answer;
}
