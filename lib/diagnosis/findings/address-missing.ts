import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { answering, recordAction, serverLabel, typedHost } from "@/lib/diagnosis/evidence/read-evidence";
import { wrongRecords } from "@/lib/diagnosis/evidence/web-records";
import { normaliseName } from "@/lib/dns/domain-name";

export const addressMissing: Detector<"address-missing"> = (evidence) => {
  const missing = wrongRecords(evidence).filter(
    ({ record, observation }) => record.type !== "CNAME" && record.type !== "TXT" && observation.kind === "missing",
  );
  const [first] = missing.map(({ record }) => record);
  if (first === undefined) return null;
  const { hostname } = evidence.subject;
  const list = missing.map(({ record }) => `${record.type} ${record.value}`).join(", ");
  return {
    title: `The ${first.type} record is not published yet`,
    explanation: `The domain's nameservers do not have ${list} at ${hostname}. This record sends visitors to us. Once you publish it, we detect it automatically and issue the certificate.`,
    fix: `At your DNS provider, add ${list}. Enter ${typedHost(evidence, normaliseName(first.host))} as the host`,
    evidence: answering(evidence, hostname, first.type).map(
      (server) => `${serverLabel(server)}: no ${first.type} ${first.value}`,
    ),
    record: recordAction(evidence, "add", normaliseName(first.host), first.type, first.value),
  };
};
