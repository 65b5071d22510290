import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { isOver, recordAction } from "@/lib/diagnosis/evidence/read-evidence";

export const caaForbids: Detector<"caa-forbids"> = (evidence) => {
  const { caa, connection, subject } = evidence;
  if (caa?.verdict !== "forbidden" || (connection !== null && isOver(connection.state))) return null;
  const host = caa.host ?? subject.hostname;
  const viaAlias = host !== subject.hostname && !subject.hostname.endsWith(`.${host}`);
  return {
    // A certificate that is there stays valid; the next one is not issued.
    severity: connection?.certificateFact === "ok" ? "warning" : "blocking",
    explanation: `CAA records say which authorities may issue certificates for a domain. Those at ${host} leave ours out, so it refuses.${viaAlias ? ` They count because ${subject.hostname} is an alias of ${host}.` : ""}`,
    fix: caa.issuer
      ? `Add a CAA record at ${host}: flag 0, tag “issue”, value “${caa.issuer}”. Leave the others as they are.`
      : caa.explanation,
    evidence: caa.records.map((record) => `${host}: CAA ${record}`),
    record: caa.issuer ? recordAction(evidence, "add", host, "CAA", `0 issue "${caa.issuer}"`) : null,
  };
};
