import ipaddr from "ipaddr.js";
import { isOver } from "@/lib/connections/machine";
import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import type { RecordAction } from "@/lib/diagnosis/evidence/finding";
import { aliasTargets } from "@/lib/dns/alias-targets";
import { normaliseAddress } from "@/lib/dns/compare-records";
import { isEqualOrBelow } from "@/lib/dns/domain-name";
import type { ServerAnswer } from "@/lib/dns/records";
import { hostInForm } from "@/lib/dns/records/host-in-form";
import type { AuthoritativeAnswer } from "@/lib/dns/resolver";

/** Reads of evidence that several detectors share. All pure. */

export function answerTo(evidence: Pick<Evidence, "answers">, name: string, type: string): AuthoritativeAnswer | null {
  return evidence.answers.find((answer) => answer.name === name && answer.type === type) ?? null;
}

/** The servers that answered a query, whatever the answer. */
export function answering(evidence: Pick<Evidence, "answers">, name: string, type: string): ServerAnswer[] {
  return answerTo(evidence, name, type)?.servers.filter((server) => server.kind !== "unreachable") ?? [];
}

/** The distinct values that servers have at the name itself for the type. */
export function valuesAt(evidence: Pick<Evidence, "answers">, name: string, type: string): string[] {
  const records = answering(evidence, name, type).flatMap((server) => server.records);
  return [...new Set(records.filter((one) => one.name === name && one.type === type).map(({ value }) => value))];
}

/** The distinct targets of the aliases at a name, from all queries about it and all servers. */
export function aliasesAt(evidence: Pick<Evidence, "answers">, name: string): string[] {
  const servers = evidence.answers.filter((answer) => answer.name === name).flatMap((answer) => answer.servers);
  return aliasTargets(
    servers.flatMap((server) => server.records),
    name,
  );
}

/** The target of the alias at a name; of several, the first. */
export function aliasAt(evidence: Pick<Evidence, "answers">, name: string): string | null {
  return aliasesAt(evidence, name)[0] ?? null;
}

export function serverLabel({ server, address }: Pick<ServerAnswer, "server" | "address">): string {
  return `${server} (${address})`;
}

/** The zone of the hostname, never one above the domain that the customer holds: a public suffix is nobody's to change. */
export function ownZone({ subject }: Pick<Evidence, "subject">, zone: string | null = subject.zone): string {
  const { registrableDomain } = subject;
  return zone !== null && isEqualOrBelow(zone, registrableDomain) ? zone : registrableDomain;
}

function hostIn({ subject }: Pick<Evidence, "subject">, fqdn: string): string {
  return hostInForm(fqdn, ownZone({ subject }), subject.provider?.hostLabelStyle);
}

export function recordAction(
  evidence: Pick<Evidence, "subject">,
  action: RecordAction["action"],
  fqdn: string,
  type: string,
  value: string,
): RecordAction {
  return { action, host: hostIn(evidence, fqdn), fqdn, type, value };
}

/** The host in a sentence: “shop” (not the full name shop.example.com). */
export function typedHost(evidence: Pick<Evidence, "subject">, fqdn: string): string {
  const host = hostIn(evidence, fqdn);
  return host === fqdn ? `“${host}”` : `“${host}” (not the full name ${fqdn})`;
}

export function sameAddress(one: string, other: string): boolean {
  return normaliseAddress(one) === normaliseAddress(other);
}

export function isOurs({ edge, subject }: Pick<Evidence, "edge" | "subject">, address: string): boolean {
  const wanted = subject.desired.filter(({ type }) => type === "A" || type === "AAAA").map(({ value }) => value);
  return [...(edge?.addresses ?? []), ...wanted].some((ours) => sameAddress(ours, address));
}

export function isInRanges(address: string, ranges: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return ranges.some((range) => {
    const [base, bits] = ipaddr.parseCIDR(range);
    return base.kind() === parsed.kind() && parsed.match([base, bits] as [ipaddr.IPv4 & ipaddr.IPv6, number]);
  });
}

/** True where no server answered for the name, so that nothing is known of its records. */
export function knowsNothing(answers: readonly AuthoritativeAnswer[], asked: string): boolean {
  const own = answers.filter(({ name }) => name === asked);
  return own.every(({ servers }) => servers.every(({ kind }) => kind === "unreachable"));
}

/** Control is not proven yet. */
export function awaitsProof(evidence: Pick<Evidence, "connection" | "subject">): boolean {
  if (evidence.subject.challenge === null) return false;
  const { connection } = evidence;
  return connection === null || (connection.claimedAt === null && !isOver(connection.state));
}

/** `09:42 UTC`, with the date where that is another day. */
export function timeOf(at: string | Date, now: string): string {
  const text = new Date(at).toISOString();
  const clock = `${text.slice(11, 16)} UTC`;
  return text.slice(0, 10) === now.slice(0, 10) ? clock : `${text.slice(0, 10)}, ${clock}`;
}

export function listOf(items: readonly string[], max = 4): string {
  const shown = items.slice(0, max).join(", ");
  return items.length > max ? `${shown} and ${items.length - max} more` : shown;
}

export function quoted(value: string): string {
  return value.length > 90 ? `“${value.slice(0, 87)}…”` : `“${value}”`;
}
