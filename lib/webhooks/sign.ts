import { createHmac } from "node:crypto";

/** A message as it is sent: `webhook-id`, unix seconds, and the exact bytes of the body as text. */
export type SignedMessage = { id: string; timestampSeconds: number; body: string };

/**
 * The headers of both families, with one signature for each secret (two while a rotation overlaps), in the given order.
 * - Standard Webhooks 1.0: HMAC-SHA256 of `id.timestamp.body`, base64, keyed by the bytes that the secret's base64 means;
 *   signatures are separated by a space.
 * - X-CD: HMAC-SHA256 of `timestamp.body`, hex, keyed by the whole secret as text (`whsec_` too); separated by a comma.
 */
export function signMessage(message: SignedMessage, secrets: readonly string[]): Record<string, string> {
  const { id, timestampSeconds, body } = message;
  const timestamp = String(timestampSeconds);
  return {
    "x-cd-timestamp": timestamp,
    "x-cd-signature": secrets.map((secret) => `sha256=${hmac(secret, `${timestamp}.${body}`, "hex")}`).join(","),
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": secrets
      .map((secret) => `v1,${hmac(standardKey(secret), `${id}.${timestamp}.${body}`, "base64")}`)
      .join(" "),
  };
}

export const secretPrefix = "whsec_";

function standardKey(secret: string): Buffer {
  return Buffer.from(secret.slice(secretPrefix.length), "base64");
}

function hmac(key: string | Buffer, text: string, encoding: "hex" | "base64"): string {
  return createHmac("sha256", key).update(text, "utf8").digest(encoding);
}
