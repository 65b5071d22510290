import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { wildcardProbe } from "@/lib/diagnosis/evidence/names-to-ask";
import { aliasAt, answering, serverLabel, typedHost } from "@/lib/diagnosis/evidence/read-evidence";
import { desiredAt, fixOf, wrongRecords } from "@/lib/diagnosis/evidence/web-records";
import { normaliseName, parentName } from "@/lib/dns/domain-name";

export const cnameMissing: Detector<"cname-missing"> = (evidence) => {
  const { alias } = desiredAt(evidence);
  const missing = wrongRecords(evidence).some(
    ({ record, observation }) => record.type === "CNAME" && observation.kind === "missing",
  );
  if (alias === null || !missing) return null;
  const { hostname, kind } = evidence.subject;
  const parent = parentName(hostname);
  const byWildcard = kind === "subdomain" && aliasAt(evidence, wildcardProbe(parent)) === normaliseName(alias.value);
  return {
    explanation: `The domain's nameservers have no record at ${hostname}. This record sends visitors to us. Once you publish it, we detect it automatically and issue the certificate.${byWildcard ? ` The wildcard *.${parent} does point to us, but it no longer applies to ${hostname}, because the TXT record below that name makes it exist.` : ""}`,
    fix: `At your DNS provider, add a CNAME record with host ${typedHost(evidence, hostname)} and target ${alias.value}`,
    evidence: answering(evidence, hostname, "A").map((server) => `${serverLabel(server)}: nothing at ${hostname}`),
    record: fixOf(evidence, "add"),
  };
};
