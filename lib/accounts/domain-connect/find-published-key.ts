import type { PublishedKeyProblem } from "@/lib/accounts/domain-connect/schema";
import type { DomainConnectKey } from "@/lib/db/generated/client";
import { readPublishedKey } from "@/lib/dns/domain-connect/key-records";
import { readTexts } from "@/lib/dns/domain-connect/read-texts";
import type { DnsResolver } from "@/lib/dns/resolver";

export type KeySearch = { host: string; published: readonly string[]; problem: PublishedKeyProblem | null };

/** What the nameservers hold where the key should be; where there is nothing, also below the doubled name. */
export async function findPublishedKey(
  { resolver }: { resolver: DnsResolver },
  { name, publicKey }: Pick<DomainConnectKey, "name" | "publicKey">,
  keyDomain: string,
): Promise<KeySearch> {
  const host = `${name}.${keyDomain}`;
  const texts = await readTexts(resolver, host);
  if (texts.kind === "unreachable") return { host, published: [], problem: "dns_unreachable" };
  const read = readPublishedKey(texts.values, publicKey);
  if (read.ok) return { host, published: texts.values, problem: null };
  if (read.problem === "missing") {
    const doubled = await readTexts(resolver, `${name}.${host}`);
    if (doubled.kind === "read" && doubled.values.length > 0) {
      return { host, published: doubled.values, problem: "doubled_prefix" };
    }
  }
  return { host, published: texts.values, problem: read.problem };
}

/** What each problem means, with what to do. */
export const keyProblemTexts: Record<PublishedKeyProblem, (host: string) => string> = {
  missing: (host) => `There is no TXT record at ${host} yet. Publish the values shown, each as a record of its own.`,
  doubled_prefix: (host) =>
    `The records are at ${host.split(".")[0]}.${host}: your DNS form adds the domain, or the name of the key is in the domain, too. Move them to ${host}.`,
  quoted: (host) => `The values at ${host} have quotation marks or backslashes in them. Enter them without.`,
  wrong_order: (host) => `All parts are at ${host}, but “p=” numbers them in another order. Copy each value whole.`,
  cut: (host) =>
    `A part of the key is missing at ${host}, or was cut. Publish every value shown, each as a record of its own.`,
  duplicate_part: (host) =>
    `Two records at ${host} have the same “p=” number: probably parts of an older key. Delete what is not shown here.`,
  other_key: (host) => `There is a public key at ${host}, but not this one. Replace it with the values shown.`,
  unreadable: (host) => `What is published at ${host} is no public key. Replace it with the values shown.`,
  dns_unreachable: (host) => `The nameservers of ${host} did not answer. Try again later.`,
};
