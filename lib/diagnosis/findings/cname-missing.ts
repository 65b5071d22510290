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
    explanation: `We looked for a record at ${hostname} on the domain's own nameservers and found none. It is what leads visitors to us: once it is there, we see it by ourselves, and the certificate follows.${byWildcard ? ` The wildcard *.${parent} does lead to us, but a wildcard does not count for a name below which other records stand, and the TXT record does.` : ""}`,
    fix: `At your DNS provider, add a CNAME record. As host type ${typedHost(evidence, hostname)}, as target ${alias.value}`,
    evidence: answering(evidence, hostname, "A").map((server) => `${serverLabel(server)}: nothing at ${hostname}`),
    record: fixOf(evidence, "add"),
  };
};
