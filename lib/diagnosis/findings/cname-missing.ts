import type { Detector } from "@/lib/diagnosis/finding";
import { answering, serverLabel, typedHost } from "@/lib/diagnosis/read-evidence";
import { desiredAt, fixOf, wrongRecords } from "@/lib/diagnosis/web-records";

export const cnameMissing: Detector = {
  code: "cname-missing",
  hides: [],
  detect(evidence) {
    const { alias } = desiredAt(evidence);
    const missing = wrongRecords(evidence).some(
      ({ record, observation }) => record.type === "CNAME" && observation.kind === "missing",
    );
    if (alias === null || !missing) return null;
    const { hostname } = evidence.subject;
    return {
      severity: "blocking",
      who: "customer",
      title: "The CNAME record is not there yet",
      explanation: `We looked for a record at ${hostname} on the domain's own nameservers and found none. It is what leads visitors to us.`,
      fix: `At your DNS provider, add a CNAME record. As host type ${typedHost(evidence, hostname)}, as target ${alias.value}`,
      evidence: answering(evidence, hostname, "A").map((server) => `${serverLabel(server)}: nothing at ${hostname}`),
      record: fixOf(evidence, "add"),
    };
  },
};
