import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { timeOf } from "@/lib/diagnosis/evidence/read-evidence";
import { currentWriting, writerName } from "@/lib/diagnosis/evidence/write-fault";
import { findProvider } from "@/lib/dns/providers/catalog";
import { dnsPageOf } from "@/lib/dns/providers/dns-page-of";

export const writeNotVisible: Detector<"write-not-visible"> = (evidence) => {
  const { connection, subject, takenAt } = evidence;
  const writing = currentWriting(evidence);
  if (connection?.errorCode !== "write_not_visible" || writing === null) return null;
  const name = writerName(writing);
  const known = writing.provider === null ? null : findProvider(writing.provider);
  const page = known === null ? "" : ` Open ${dnsPageOf(known, writing.zone)}.`;
  const written = writing.writtenAt === null ? "" : ` at ${timeOf(writing.writtenAt, takenAt)}`;
  return {
    explanation: `${name} took the records of ${subject.hostname}${written}, and the nameservers that the registry delegates to still do not have them.`,
    fix: `Compare the nameservers at the registrar with those that ${name} lists for ${writing.zone}: they may belong to another account.${page}`,
    evidence: [`credential: ${writing.label ?? "deleted"}, zone: ${writing.zone}`, `written${written}`],
  };
};
