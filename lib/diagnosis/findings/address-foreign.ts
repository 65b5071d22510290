import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { aliasAt, isOurs, listOf, recordAction, typedHost, valuesAt } from "@/lib/diagnosis/evidence/read-evidence";
import { desiredAt, factsAt, fixOf, wantedText, wrongRecords } from "@/lib/diagnosis/evidence/web-records";

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
    title: beside ? "An old address stands beside the right one" : "The domain leads to another server",
    explanation: beside
      ? `At ${hostname} our address is there, and beside it ${listOf(foreign)}, which is not ours. A part of the visitors ends up there.`
      : `${hostname} has the address ${listOf(foreign)}, which is not ours. Visitors end up at that server.`,
    fix: beside
      ? `Delete the ${type} record at host ${typedHost(evidence, hostname)} with ${listOf(foreign)}`
      : `${wantsAlias ? "Delete the address record" : "Change the record"} at host ${typedHost(evidence, hostname)} with ${listOf(foreign)}${wantsAlias ? ", then add" : " into"} a ${wantedText(evidence)}.`,
    evidence: factsAt(evidence),
    record: beside ? recordAction(evidence, "delete", hostname, type, first) : fixOf(evidence, "change"),
  };
};
