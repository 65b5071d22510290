import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { aliasAt, isOurs, listOf, recordAction, typedHost, valuesAt } from "@/lib/diagnosis/evidence/read-evidence";
import { changesAt, desiredAt, factsAt, fixOf, wantedText, wrongRecords } from "@/lib/diagnosis/evidence/web-records";

export const addressForeign: Detector<"address-foreign"> = (evidence) => {
  const { hostname } = evidence.subject;
  if (wrongRecords(evidence).length === 0 || aliasAt(evidence, hostname) !== null) return null;
  const all = [...valuesAt(evidence, hostname, "A"), ...valuesAt(evidence, hostname, "AAAA")];
  const foreign = all.filter((address) => !isOurs(evidence, address));
  const [first] = foreign;
  if (first === undefined) return null;
  const beside = foreign.length < all.length;
  const type = first.includes(":") ? "AAAA" : "A";
  const wantsAlias = desiredAt(evidence).alias !== null;
  return {
    title: beside ? "An old address is published beside the right one" : "The domain points to another server",
    explanation: beside
      ? `${hostname} has our address and also ${listOf(foreign)}, which is not ours. Some visitors end up there.`
      : `${hostname} has the address ${listOf(foreign)}, which is not ours. Visitors reach that server.`,
    fix: beside
      ? `Delete the ${type} record at host ${typedHost(evidence, hostname)} with ${listOf(foreign)}`
      : `${wantsAlias ? "Delete the address record" : "Change the record"} at host ${typedHost(evidence, hostname)} with ${listOf(foreign)}${wantsAlias ? ", then add" : " into"} a ${wantedText(evidence)}.`,
    evidence: factsAt(evidence),
    record: beside ? recordAction(evidence, "delete", hostname, type, first) : fixOf(evidence, "change"),
    changes: changesAt(evidence),
  };
};
