import { isOver } from "@/lib/connections/machine";
import type { Evidence, WritingEvidence } from "@/lib/diagnosis/evidence/evidence";
import type { AnyFound, Severity } from "@/lib/diagnosis/evidence/finding";
import { timeOf } from "@/lib/diagnosis/evidence/read-evidence";
import { findAdapter } from "@/lib/dns/adapters/adapters";
import { describeFault } from "@/lib/dns/adapters/describe-fault";
import { findProvider } from "@/lib/dns/providers/catalog";
import { dnsPageOf } from "@/lib/dns/providers/dns-page-of";
import type { ProviderFaultCode } from "@/lib/dns/zones/provider-fault";

/** The texts of a fault of writing, in the provider's own words too; null where the last try did not fail so. */
export function describeWriteFault(evidence: Evidence, code: ProviderFaultCode): AnyFound | null {
  const writing = currentWriting(evidence);
  if (writing?.fault?.code !== code) return null;
  const { fault, provider, zone, retryAt } = writing;
  const name = writerName(writing);
  const facts = provider === null ? null : (findAdapter(provider)?.facts ?? null);
  const { message, fix, url } = describeFault({ code, address: fault.address }, { name, facts });
  const page = url ?? pageOf(code, provider, zone);
  const later = retryAt !== null && retryAt > evidence.takenAt ? retryAt : null;
  return {
    severity: severityOf(writing, code),
    explanation: `${message}${elsewhere(writing)}${said(name, fault.said)} ${purposeText(writing)}`,
    fix: `${fix}${page === null ? "" : ` Open ${page}.`}${later === null ? "" : ` The next try is at ${timeOf(later, evidence.takenAt)}.`}`,
    evidence: [
      `credential: ${writing.label ?? "deleted"}, zone: ${zone}`,
      ...(fault.said === null ? [] : [`${name}: ${fault.said}`]),
      ...(fault.nameservers ?? []).map((server) => `the registry delegates to ${server}`),
      `tried at ${timeOf(fault.at, evidence.takenAt)}`,
    ],
    eta: later,
  };
}

/** What the credential was asked to do, as long as it matters: a domain that went on by hand has no use for it. */
export function currentWriting({ connection }: Pick<Evidence, "connection">): WritingEvidence | null {
  const writing = connection?.writing ?? null;
  if (connection === null || writing === null) return null;
  if (writing.purpose === "removal") return isOver(connection.state) ? writing : null;
  if (isOver(connection.state)) return null;
  if (writing.purpose === "repair") return connection.state === "drifted" ? writing : null;
  return connection.claimedAt === null ? writing : null;
}

export function writerName({ provider }: Pick<WritingEvidence, "provider">): string {
  return provider === null ? "The DNS provider" : (findProvider(provider)?.name ?? provider);
}

function severityOf({ status, purpose }: WritingEvidence, code: ProviderFaultCode): Severity {
  if (status !== "refused") return "info";
  // A domain that goes on by hand, one that is live, or one that is archived, waits for nothing.
  return purpose === "setup" && code !== "zone_not_here" ? "blocking" : "warning";
}

function elsewhere({ fault }: WritingEvidence): string {
  if (fault?.nameservers === undefined) return "";
  const served = fault.servedBy == null ? null : (findProvider(fault.servedBy)?.name ?? fault.servedBy);
  if (fault.nameservers.length === 0) return " The registry names no nameservers.";
  const names = fault.nameservers.join(", ");
  return ` The registry names ${names}${served === null ? "" : `: the zone is served by ${served}`}.`;
}

function said(name: string, words: string | null): string {
  return words === null ? "" : ` ${name} said: “${words}”.`;
}

function purposeText({ purpose, status, label }: WritingEvidence): string {
  const through = label === null ? "" : ` through “${label}”`;
  const verb = status === "refused" ? "were not" : "are not yet";
  if (purpose === "removal") return `The records that we wrote ${verb} removed${through}.`;
  return `The records ${verb} written${through}.`;
}

/** Where the zone is edited, for what is cured there. */
function pageOf(code: ProviderFaultCode, provider: string | null, zone: string): string | null {
  const known = provider === null ? null : findProvider(provider);
  return known === null || !ofZone.has(code) ? null : dnsPageOf(known, zone);
}

const ofZone: ReadonlySet<ProviderFaultCode> = new Set([
  "gate_domain_switch",
  "zone_not_here",
  "zone_read_only",
  "conflict_existing",
  "record_refused",
  "delegated_elsewhere",
]);
