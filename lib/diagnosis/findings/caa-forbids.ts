import { isOver } from "@/lib/connections/machine";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { recordAction } from "@/lib/diagnosis/evidence/read-evidence";

export const caaForbids: Detector<"caa-forbids"> = (evidence) => {
  const { caa, connection, subject } = evidence;
  if (caa?.verdict !== "forbidden" || (connection !== null && isOver(connection.state))) return null;
  const host = caa.host ?? subject.hostname;
  const viaAlias = host !== subject.hostname && !subject.hostname.endsWith(`.${host}`);
  return {
    // The current certificate stays valid; the next one is not issued.
    severity: connection?.certificateFact === "ok" ? "warning" : "blocking",
    explanation: `CAA records list the certificate authorities that may issue for a domain. Those at ${host} do not include ours${caa.issuer ? `, which they name “${caa.issuer}”` : ""}.${viaAlias ? ` They apply because ${subject.hostname} is an alias of ${host}.` : ""}`,
    fix: caa.issuer
      ? `Add a CAA record at ${host}: flag 0, tag “issue”, value “${caa.issuer}”. Keep the others.`
      : caa.explanation,
    evidence: caa.records.map((record) => `${host}: CAA ${record}`),
    record: caa.issuer ? recordAction(evidence, "add", host, "CAA", `0 issue "${caa.issuer}"`) : null,
  };
};
