import { isSettled } from "@/lib/connections/machine";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { recordAction, valuesAt } from "@/lib/diagnosis/evidence/read-evidence";
import { challenge } from "@/lib/dns/records/challenge";

export const txtOldValueBeside: Detector<"txt-old-value-beside"> = (evidence) => {
  const { challenge: expected } = evidence.subject;
  const { connection } = evidence;
  if (expected === null || (connection !== null && isSettled(connection.state))) return null;
  const values = valuesAt(evidence, expected.name, "TXT");
  const old = values.find((value) => value !== expected.value && challenge.isOurs(value));
  if (old === undefined || !values.includes(expected.value)) return null;
  return {
    explanation: "The right value is published. The older one beside it is harmless and no longer needed.",
    fix: `You can delete the TXT record with the value ${old}`,
    evidence: [`${expected.name}: ${values.length} TXT values`],
    record: recordAction(evidence, "delete", expected.name, "TXT", old),
  };
};
