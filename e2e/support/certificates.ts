import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { isIPv4 } from "node:net";

export type IssuedCertificate = { certPem: string; keyPem: string };

export type TestAuthority = {
  certPem: string;
  issue: (options: { names: string[]; notBefore?: Date; notAfter?: Date }) => IssuedCertificate;
};

const DAY_MS = 86_400_000;

/** A certificate authority for one test run: P-256 keys, certificates as in RFC 5280, section 4.1. */
export function createTestAuthority(name: string): TestAuthority {
  const key = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const keyId = keyIdentifier(key.publicKey);
  const dates = validity(new Date(Date.now() - DAY_MS), new Date(Date.now() + 30 * DAY_MS));
  const certPem = signCertificate({
    issuer: name,
    issuerKey: key.privateKey,
    subject: name,
    publicKey: key.publicKey,
    dates,
    extensions: [
      extension("2.5.29.19", true, sequence(boolean(true))),
      extension("2.5.29.15", true, bitString(Buffer.from([0x06]), 1)),
      extension("2.5.29.14", false, octetString(keyId)),
    ],
  });
  return {
    certPem,
    issue: ({ names, notBefore = new Date(Date.now() - DAY_MS), notAfter = new Date(Date.now() + 7 * DAY_MS) }) => {
      const leaf = generateKeyPairSync("ec", { namedCurve: "P-256" });
      const leafPem = signCertificate({
        issuer: name,
        issuerKey: key.privateKey,
        subject: names[0] ?? name,
        publicKey: leaf.publicKey,
        dates: validity(notBefore, notAfter),
        extensions: [
          extension("2.5.29.17", false, sequence(...names.map(generalName))),
          extension("2.5.29.37", false, sequence(objectId("1.3.6.1.5.5.7.3.1"))),
          extension("2.5.29.35", false, sequence(der(0x80, keyId))),
        ],
      });
      return { certPem: leafPem, keyPem: leaf.privateKey.export({ type: "pkcs8", format: "pem" }).toString() };
    },
  };
}

function signCertificate(options: {
  issuer: string;
  issuerKey: KeyObject;
  subject: string;
  publicKey: KeyObject;
  dates: Buffer;
  extensions: Buffer[];
}): string {
  const algorithm = sequence(objectId("1.2.840.10045.4.3.2"));
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(positive(randomBytes(16))),
    algorithm,
    commonName(options.issuer),
    options.dates,
    commonName(options.subject),
    options.publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(...options.extensions)),
  );
  const certificate = sequence(body, algorithm, bitString(sign("sha256", body, options.issuerKey), 0));
  const lines = certificate.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

function keyIdentifier(publicKey: KeyObject): Buffer {
  return createHash("sha1")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest();
}

function validity(notBefore: Date, notAfter: Date): Buffer {
  const time = (date: Date) => der(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]|\.\d+Z/g, "")}Z`));
  return sequence(time(notBefore), time(notAfter));
}

function commonName(name: string): Buffer {
  return sequence(der(0x31, sequence(objectId("2.5.4.3"), der(0x0c, Buffer.from(name)))));
}

function generalName(name: string): Buffer {
  return isIPv4(name) ? der(0x87, Buffer.from(name.split(".").map(Number))) : der(0x82, Buffer.from(name));
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return sequence(objectId(id), ...(critical ? [boolean(true)] : []), octetString(value));
}

function objectId(id: string): Buffer {
  const [first = 0, second = 0, ...rest] = id.split(".").map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}

function positive(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy[0] = ((copy[0] ?? 0) & 0x7f) | 0x40;
  return copy;
}

const sequence = (...parts: Buffer[]) => der(0x30, Buffer.concat(parts));
const integer = (bytes: Buffer) => der(0x02, bytes);
const boolean = (value: boolean) => der(0x01, Buffer.from([value ? 0xff : 0]));
const octetString = (bytes: Buffer) => der(0x04, bytes);
const bitString = (bytes: Buffer, unusedBits: number) => der(0x03, Buffer.concat([Buffer.from([unusedBits]), bytes]));

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}
