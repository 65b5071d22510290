import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { isOver, recordAction, valuesAt } from "@/lib/diagnosis/evidence/read-evidence";

export const txtOldValueBeside: Detector<"txt-old-value-beside"> = (evidence) => {
  const { challenge } = evidence.subject;
  const { connection } = evidence;
  if (challenge === null || (connection !== null && (connection.state === "live" || isOver(connection.state))))
    return null;
  const values = valuesAt(evidence, challenge.name, "TXT");
  const old = values.find((value) => value !== challenge.value && value.startsWith("cd-verify-"));
  if (old === undefined || !values.includes(challenge.value)) return null;
  return {
    explanation: "The right value is published. The older one beside it is harmless and no longer needed.",
    fix: `You can delete the TXT record with the value ${old}`,
    evidence: [`${challenge.name}: ${values.length} TXT values`],
    record: recordAction(evidence, "delete", challenge.name, "TXT", old),
  };
};
