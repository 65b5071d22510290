import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { answering, isOurs, listOf, serverLabel, timeOf } from "@/lib/diagnosis/evidence/read-evidence";
import { desiredAt, factsAt, laterBy, refreshSeconds, wrongRecords } from "@/lib/diagnosis/evidence/web-records";
import { normaliseName } from "@/lib/dns/domain-name";
import type { ServerAnswer } from "@/lib/dns/records";

export const recordsPartlyPublished: Detector<"records-partly-published"> = (evidence) => {
  // A record that was on all servers and is gone from some is not one that is still being copied.
  if (wrongRecords(evidence).length === 0 || evidence.connection?.drift) return null;
  const { hostname } = evidence.subject;
  const servers = answering(evidence, hostname, "A");
  const right = servers.filter((server) => isRight(evidence, server));
  const behind = servers.filter((server) => !right.includes(server));
  if (right.length === 0 || behind.length === 0) return null;
  const eta = laterBy(evidence, refreshSeconds(evidence));
  const names = listOf(behind.map(serverLabel));
  return {
    explanation: `${hostname} is right on ${listOf(right.map(serverLabel))}, but not yet on ${names}. Some visitors still end up elsewhere.`,
    fix: `You do not have to change anything: your DNS provider copies the record to its other nameservers${eta === null ? ", usually within minutes" : ` by ${timeOf(eta, evidence.takenAt)}`}. If it does not, ask the provider why ${names} lags behind.`,
    evidence: factsAt(evidence),
    eta,
  };
};

function isRight(evidence: Evidence, { records }: ServerAnswer): boolean {
  const { hostname } = evidence.subject;
  const { alias } = desiredAt(evidence);
  const own = records.filter(({ name }) => name === hostname);
  if (
    alias !== null &&
    own.some(({ type, value }) => type === "CNAME" && normaliseName(value) === normaliseName(alias.value))
  ) {
    return true;
  }
  const addresses = own.filter(({ type }) => type === "A");
  return addresses.length > 0 && addresses.every(({ value }) => isOurs(evidence, value));
}
