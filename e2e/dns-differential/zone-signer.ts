import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { type Answer, encode } from "dns-packet";

/** A zone's one key, Ed25519 (RFC 8080). `from` and `until` bound its signatures, in seconds. */
export type ZoneKey = { tag: number; dnskey: Buffer; privateKey: KeyObject; from: number; until: number };

const ed25519 = 15;
const dnskeyFlags = 257;
const headerBytes = 12;
const daySeconds = 86_400;

export function createZoneKey(nowSeconds: number, isExpired: boolean): ZoneKey {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const dnskey = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  const until = isExpired ? nowSeconds - 10 * daySeconds : nowSeconds + 10 * daySeconds;
  return { tag: keyTag(dnskeyRdata(dnskey)), dnskey, privateKey, from: until - 20 * daySeconds, until };
}

export function dnskeyOf(zone: string, key: ZoneKey): Answer {
  return { name: zone, type: "DNSKEY", ttl: 60, data: { flags: dnskeyFlags, algorithm: ed25519, key: key.dnskey } };
}

/** SHA-256 of the owner's wire form and the key. */
export function dsOf(zone: string, key: ZoneKey): Answer {
  const owner = wireOf({ name: zone, type: "A", ttl: 0, data: "0.0.0.0" }).subarray(0, zone.length + 2);
  const digest = createHash("sha256").update(owner).update(dnskeyRdata(key.dnskey)).digest();
  return { name: zone, type: "DS", ttl: 60, data: { keyTag: key.tag, algorithm: ed25519, digestType: 2, digest } };
}

export function trustAnchorOf(zone: string, key: ZoneKey): string {
  return `${zone}. DNSKEY ${dnskeyFlags} 3 ${ed25519} ${key.dnskey.toString("base64")}`;
}

/** The signature of one RRset (RFC 4034, section 3.1.8.1): all records of one name and type. */
export function signatureOf(zone: string, key: ZoneKey, records: readonly Answer[]): Answer {
  const [first] = records;
  if (first === undefined || first.type === "OPT") throw new Error("nothing to sign");
  const data = {
    typeCovered: first.type,
    algorithm: ed25519,
    labels: first.name.split(".").length,
    originalTTL: 60,
    expiration: key.until,
    inception: key.from,
    keyTag: key.tag,
    signersName: zone,
    signature: Buffer.alloc(0),
  };
  const header = rdataOf({ name: zone, type: "RRSIG", ttl: 60, data } as Answer);
  const set = records.map(wireOf).sort((one, other) => Buffer.compare(rdataIn(one), rdataIn(other)));
  const signature = sign(null, Buffer.concat([header, ...set]), key.privateKey);
  return { name: first.name, type: "RRSIG", ttl: 60, data: { ...data, signature } } as Answer;
}

function dnskeyRdata(key: Buffer): Buffer {
  return Buffer.concat([Buffer.from([dnskeyFlags >> 8, dnskeyFlags & 0xff, 3, ed25519]), key]);
}

function keyTag(rdata: Buffer): number {
  let sum = 0;
  for (const [index, byte] of rdata.entries()) sum += index % 2 === 0 ? byte << 8 : byte;
  return (sum + (sum >> 16)) & 0xffff;
}

/** Uncompressed, and in lower case as all names here are: the canonical form. */
function wireOf(record: Answer): Buffer {
  return encode({ type: "response", answers: [record] }).subarray(headerBytes);
}

function rdataOf(record: Answer): Buffer {
  return rdataIn(wireOf(record));
}

function rdataIn(wire: Buffer): Buffer {
  let at = 0;
  for (let length = wire[at] ?? 0; length > 0; length = wire[at] ?? 0) at += length + 1;
  return wire.subarray(at + 1 + 10);
}
