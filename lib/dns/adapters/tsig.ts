import { createHmac, timingSafeEqual } from "node:crypto";
import {
  classes,
  decodeMessage,
  encodeName,
  encodeRecord,
  metaTypes,
  readName,
  uint16,
} from "@/lib/dns/adapters/dns-wire";

/** A shared key (RFC 8945). `name` without a final dot. */
export type TsigKey = { name: string; algorithm: TsigAlgorithm; secret: Uint8Array };

const hashes = {
  "hmac-sha1": "sha1",
  "hmac-sha224": "sha224",
  "hmac-sha256": "sha256",
  "hmac-sha384": "sha384",
  "hmac-sha512": "sha512",
} as const;

export type TsigAlgorithm = keyof typeof hashes;

export const tsigAlgorithms = Object.keys(hashes) as readonly TsigAlgorithm[];

/** What is wrong with a signature. The server's own errors come by their numbers: BADSIG 16, BADKEY 17, BADTIME 18, BADTRUNC 22. */
export type TsigOutcome = { ok: true; mac: Buffer } | { ok: false; error: number | "unsigned" | "forged" | "time" };

const fudgeSeconds = 300;
/** A server signs the first message of a transfer, the last, and at least every hundredth (RFC 8945, section 5.3.1). */
const maxUnsigned = 99;

/** The message with its TSIG record, and the MAC that its reply is bound to. */
export function signMessage(
  message: Buffer,
  key: TsigKey,
  nowSeconds: number,
  requestMac?: Buffer,
): { signed: Buffer; mac: Buffer } {
  const variables = { nowSeconds, fudge: fudgeSeconds, error: 0, other: Buffer.alloc(0) };
  const mac = macOf(key, [prefixed(requestMac), message, variablesOf(key, variables)]);
  const record = encodeRecord({
    name: key.name,
    type: metaTypes.tsig,
    class: classes.any,
    ttl: 0,
    rdata: Buffer.concat([
      encodeName(key.algorithm),
      uint48(nowSeconds),
      ...[fudgeSeconds, mac.length].map(uint16),
      mac,
      message.subarray(0, 2),
      ...[0, 0].map(uint16),
    ]),
  });
  const signed = Buffer.concat([message, record]);
  signed.writeUInt16BE(message.readUInt16BE(10) + 1, 10);
  return { signed, mac };
}

/**
 * Verifies the replies to one request, in their order: of a transfer, several may lie between two signatures. Without a MAC:
 * a request, as a server does.
 */
export function verifyReplies(
  replies: readonly Buffer[],
  key: TsigKey,
  requestMac: Buffer | undefined,
  nowSeconds: number,
): TsigOutcome {
  let mac = requestMac;
  let unsigned: Buffer[] = [];
  for (const [index, bytes] of replies.entries()) {
    const signature = readSignature(bytes);
    if (signature === null) {
      if (index === 0 || unsigned.length >= maxUnsigned) return { ok: false, error: "unsigned" };
      unsigned.push(bytes);
      continue;
    }
    // BADKEY and BADSIG cannot be signed: what they say is believed only so far as that nothing was done.
    if (signature.mac.length === 0) return { ok: false, error: signature.error === 0 ? "forged" : signature.error };
    const isOurs = signature.name === key.name && signature.algorithm === key.algorithm;
    const variables =
      index === 0
        ? variablesOf(key, signature)
        : Buffer.concat([uint48(signature.nowSeconds), uint16(signature.fudge)]);
    const expected = macOf(key, [prefixed(mac), ...unsigned, signature.message, variables]);
    if (!isOurs || expected.length !== signature.mac.length || !timingSafeEqual(expected, signature.mac)) {
      return { ok: false, error: "forged" };
    }
    if (signature.error !== 0) return { ok: false, error: signature.error };
    if (Math.abs(nowSeconds - signature.nowSeconds) > signature.fudge) return { ok: false, error: "time" };
    mac = expected;
    unsigned = [];
  }
  const isSigned = replies.length > 0 && unsigned.length === 0;
  return isSigned && mac !== undefined ? { ok: true, mac } : { ok: false, error: "unsigned" };
}

type Variables = { nowSeconds: number; fudge: number; error: number; other: Buffer };
type Signature = Variables & { name: string; algorithm: string; mac: Buffer; message: Buffer };

/** The TSIG record, which is the last one, and the message as it was before it was added. null: there is none. */
function readSignature(bytes: Buffer): Signature | null {
  const { additionals, lastRecordAt } = decodeMessage(bytes);
  const record = additionals.at(-1);
  if (record?.type !== metaTypes.tsig || record.class !== classes.any || record.ttl !== 0) return null;
  const { rdata } = record;
  const { name: algorithm, end: at } = readName(rdata, 0);
  const macAt = at + 10;
  const macEnd = macAt + rdata.readUInt16BE(at + 8);
  const otherAt = macEnd + 6;
  if (otherAt + rdata.readUInt16BE(macEnd + 4) !== rdata.length)
    throw new Error("a TSIG record that is not well-formed");
  const message = Buffer.from(bytes.subarray(0, lastRecordAt));
  message.writeUInt16BE(rdata.readUInt16BE(macEnd), 0);
  message.writeUInt16BE(additionals.length - 1, 10);
  return {
    name: record.name,
    algorithm,
    nowSeconds: rdata.readUIntBE(at, 6),
    fudge: rdata.readUInt16BE(at + 6),
    mac: rdata.subarray(macAt, macEnd),
    error: rdata.readUInt16BE(macEnd + 2),
    other: rdata.subarray(otherAt),
    message,
  };
}

function variablesOf(key: TsigKey, { nowSeconds, fudge, error, other }: Variables): Buffer {
  const names = [encodeName(key.name), uint16(classes.any), Buffer.alloc(4), encodeName(key.algorithm)];
  return Buffer.concat([...names, uint48(nowSeconds), ...[fudge, error, other.length].map(uint16), other]);
}

function macOf({ algorithm, secret }: TsigKey, parts: readonly Buffer[]): Buffer {
  const hmac = createHmac(hashes[algorithm], secret);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

function prefixed(mac: Buffer | undefined): Buffer {
  return mac === undefined ? Buffer.alloc(0) : Buffer.concat([uint16(mac.length), mac]);
}

function uint48(value: number): Buffer {
  const bytes = Buffer.alloc(6);
  bytes.writeUIntBE(value, 0, 6);
  return bytes;
}
