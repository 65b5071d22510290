import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { aliasAt, aliasesAt, recordAction } from "@/lib/diagnosis/evidence/read-evidence";
import { desiredAt, wrongRecords } from "@/lib/diagnosis/evidence/web-records";

export const cnameAtApex: Detector<"cname-at-apex"> = (evidence) => {
  const { hostname, zone, kind, provider } = evidence.subject;
  if (hostname !== zone && kind !== "apex") return null;
  const published = aliasAt(evidence, hostname);
  const { alias } = desiredAt(evidence);
  const wrong = wrongRecords(evidence);
  const impossible = alias !== null && wrong.length > 0 && provider?.canFlatten !== true;
  if (published === null && !impossible) return null;
  // If the zone did not answer, nothing is known to be right.
  const works =
    evidence.records.length > 0 && evidence.records.every(({ observation }) => observation.kind === "match");
  const addresses = evidence.edge?.addresses ?? [];
  const address = addresses.find((one) => !one.includes(":")) ?? addresses[0];
  const flatten =
    provider?.canFlatten === true ? ` ${provider.name} can flatten it: use its ALIAS or flattened CNAME record.` : "";
  return {
    severity: published !== null && works ? "warning" : "blocking",
    who: published === null ? "integrator" : "customer",
    explanation:
      published === null
        ? `${hostname} is the top of its zone. The zone's own records are there, so it cannot have a CNAME (RFC 1034).`
        : `${hostname}, the top of the zone, has a CNAME to ${published}. That is not allowed (RFC 1034): email and other records of the domain stop working for many people.`,
    fix: `${published === null ? "Use" : "Delete the CNAME, and use"} address records at ${hostname}${addresses.length > 0 ? `: ${addresses.join(", ")}` : ""}.${flatten}`,
    evidence: [published === null ? `${hostname}: top of the zone` : `${hostname}: CNAME ${published}`],
    record:
      address === undefined
        ? null
        : recordAction(evidence, "add", hostname, address.includes(":") ? "AAAA" : "A", address),
    changes: [
      ...aliasesAt(evidence, hostname).map((value) => recordAction(evidence, "delete", hostname, "CNAME", value)),
      ...addresses.map((one) => recordAction(evidence, "add", hostname, one.includes(":") ? "AAAA" : "A", one)),
    ],
  };
};
