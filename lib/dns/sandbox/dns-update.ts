import {
  classes,
  decodeMessage,
  decodeRdata,
  metaTypes,
  readName,
  typeName,
  type WireMessage,
  type WireRecord,
} from "@/lib/dns/adapters/dns-wire";
import { signMessage, type TsigKey, verifyReplies } from "@/lib/dns/adapters/tsig";
import { isEqualOrBelow } from "@/lib/dns/domain-name";
import { SandboxRecordError } from "@/lib/dns/sandbox/dns-record";
import type { SandboxZone } from "@/lib/dns/sandbox/dns-zone";

/** The key for dynamic updates (RFC 2136) of every zone of the sandbox. Public, like all that the sandbox has. */
export const sandboxKey = {
  name: "sandbox",
  algorithm: "hmac-sha256",
  secret: Buffer.from("a key that is public, for the sandbox"),
} as const satisfies TsigKey;

const rcodes = {
  noError: 0,
  formErr: 1,
  nxDomain: 3,
  refused: 5,
  yxDomain: 6,
  yxRrset: 7,
  nxRrset: 8,
  notAuth: 9,
  notZone: 10,
};
const updateOpcode = 5;
const responseFlag = 0x8000;
const headerBytes = 12;

/** How a signed message is answered: with a signature. null: it is not signed with the sandbox's key. */
export function openSigned(bytes: Buffer): { sign(reply: Buffer): Buffer } | null {
  const nowSeconds = Math.floor(Date.now() / 1000);
  try {
    const outcome = verifyReplies([bytes], sandboxKey, undefined, nowSeconds);
    if (!outcome.ok) return null;
    return { sign: (reply) => signMessage(reply, sandboxKey, nowSeconds, outcome.mac).signed };
  } catch {
    return null;
  }
}

export function isUpdate(bytes: Buffer): boolean {
  return (
    bytes.length >= headerBytes &&
    ((bytes.readUInt16BE(2) >> 11) & 0xf) === updateOpcode &&
    bytes.readUInt16BE(2) < responseFlag
  );
}

/** Makes all changes of an update, or none, and answers without a signature. `changed`: whether there was anything to make. */
export function answerUpdate(zone: SandboxZone, bytes: Buffer, isSigned: boolean): { reply: Buffer; changed: boolean } {
  const before = zone.records();
  let rcode: number;
  try {
    rcode = isSigned ? update(zone, bytes, decodeMessage(bytes)) : rcodes.notAuth;
  } catch (error) {
    zone.load(before);
    rcode = error instanceof SandboxRecordError ? rcodes.refused : rcodes.formErr;
  }
  return { reply: replyTo(bytes, rcode), changed: rcode === rcodes.noError };
}

/** @throws SandboxRecordError: the zone does not take a record */
function update(zone: SandboxZone, bytes: Buffer, { answers, authorities }: WireMessage): number {
  const { name: zoneName } = readName(bytes, headerBytes);
  const isZone = zone.query(zoneName, "SOA").answers.some(({ name, type }) => name === zoneName && type === "SOA");
  if (!isZone) return rcodes.notAuth;
  if ([...answers, ...authorities].some(({ name }) => !isEqualOrBelow(name, zoneName))) return rcodes.notZone;
  const unmet = answers.map((record) => unmetOf(zone, record)).find((found) => found !== rcodes.noError);
  if (unmet !== undefined) return unmet;
  for (const record of authorities) change(zone, record);
  return rcodes.noError;
}

/** RFC 2136, section 3.2. */
function unmetOf(zone: SandboxZone, record: WireRecord): number {
  const isAnyType = record.type === metaTypes.any;
  const found = zone
    .records()
    .filter(({ name, type }) => name === record.name && (isAnyType || type === typeName(record.type)));
  if (record.class === classes.none) {
    return found.length === 0 ? rcodes.noError : isAnyType ? rcodes.yxDomain : rcodes.yxRrset;
  }
  const isMet =
    record.class === classes.any ? found.length > 0 : found.some(({ value }) => value === decodeRdata(record));
  return isMet ? rcodes.noError : isAnyType ? rcodes.nxDomain : rcodes.nxRrset;
}

/** RFC 2136, section 3.4.2. */
function change(zone: SandboxZone, record: WireRecord): void {
  const { name } = record;
  const type = typeName(record.type);
  if (record.class === classes.in) {
    zone.put({ name, type, value: decodeRdata(record), ttl: record.ttl });
  } else if (record.class === classes.none) {
    zone.remove({ name, type, value: decodeRdata(record) });
  } else {
    const types =
      record.type === metaTypes.any
        ? zone
            .records()
            .filter((one) => one.name === name)
            .map((one) => one.type)
        : [type];
    for (const gone of types) zone.remove({ name, type: gone });
  }
}

function replyTo(request: Buffer, rcode: number): Buffer {
  const reply = Buffer.alloc(headerBytes);
  reply.writeUInt16BE(request.readUInt16BE(0), 0);
  reply.writeUInt16BE(responseFlag | (updateOpcode << 11) | rcode, 2);
  return reply;
}
