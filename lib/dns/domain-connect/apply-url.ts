import { createPublicKey, type KeyObject, sign, verify } from "node:crypto";

export type ApplyRequest = {
  /** As the settings have it, without a slash at the end. */
  urlSyncUX: string;
  providerId: string;
  serviceId: string;
  /** `domain`, `host`, variables, `redirect_uri`, `state`. */
  params: Readonly<Record<string, string>>;
  key: { name: string; privateKey: KeyObject };
};

/**
 * The URL that the visitor's browser opens. Providers verify the signature over the query as they receive it, so the text
 * that is signed is the text that is sent: it is built once, and nothing may parse and write it again afterwards.
 */
export function buildApplyUrl({ urlSyncUX, providerId, serviceId, params, key }: ApplyRequest): string {
  const path = `v2/domainTemplates/providers/${encode(providerId)}/services/${encode(serviceId)}/apply`;
  const query = Object.entries(params)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join("&");
  const signature = sign("sha256", Buffer.from(query), key.privateKey).toString("base64");
  return `${urlSyncUX}/${path}?${query}&sig=${encode(signature)}&key=${encode(key.name)}`;
}

/** As a provider verifies: the query as it came, without `sig` and `key`, against the published key. */
export function verifyApplyUrl(url: string, publicKey: string): boolean {
  const query = url.slice(url.indexOf("?") + 1).split("&");
  const signature = query.find((pair) => pair.startsWith("sig="))?.slice("sig=".length);
  if (signature === undefined) return false;
  const signed = query.filter((pair) => !/^(sig|key)=/.test(pair)).join("&");
  const key = createPublicKey({ key: Buffer.from(publicKey, "base64"), format: "der", type: "spki" });
  return verify("sha256", Buffer.from(signed), key, Buffer.from(decodeURIComponent(signature), "base64"));
}

/** RFC 3986: everything but unreserved characters, and a space as `%20`. Re-encoding it changes nothing. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}
