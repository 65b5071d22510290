import { isSettled } from "@/lib/connections/machine";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { recordAction, valuesAt } from "@/lib/diagnosis/evidence/read-evidence";
import { challenge } from "@/lib/dns/records/challenge";

export const txtOldValueBeside: Detector = {
  code: "txt-old-value-beside",
  hides: [],
  detect(evidence) {
    const { challenge: expected } = evidence.subject;
    const { connection } = evidence;
    if (expected === null || (connection !== null && isSettled(connection.state))) return null;
    const values = valuesAt(evidence, expected.name, "TXT");
    const old = values.find((value) => value !== expected.value && challenge.isOurs(value));
    if (old === undefined || !values.includes(expected.value)) return null;
    return {
      severity: "info",
      who: "customer",
      title: "An old TXT value stands beside the right one",
      explanation: "The right value is there. An older one beside it does no harm, and is not needed any more.",
      fix: `You may delete the TXT record with the value ${old}`,
      evidence: [`${expected.name}: ${values.length} TXT values`],
      record: recordAction(evidence, "delete", expected.name, "TXT", old),
    };
  },
};
