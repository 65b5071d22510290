import { createPrivateKey, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";

/** `publicKey`: base64 of its DER, as TXT records carry it. `privateKey`: PEM, to be encrypted. */
export type KeyPair = { publicKey: string; privateKey: string };

const generate = promisify(generateKeyPair);

/** RSA of 2,048 bits, the only kind that Domain Connect defines. Takes a core for a fraction of a second, off the event loop. */
export async function createKeyPair(): Promise<KeyPair> {
  const { publicKey, privateKey } = await generate("rsa", {
    modulusLength: 2_048,
    publicKeyEncoding: { format: "der", type: "spki" },
    privateKeyEncoding: { format: "pem", type: "pkcs8" },
  });
  return { publicKey: publicKey.toString("base64"), privateKey };
}

export function readPrivateKey(pem: string): KeyObject {
  return createPrivateKey(pem);
}
