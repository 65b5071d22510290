import type { FindingCode } from "@/lib/diagnosis/evidence/finding";

/** What follows from an alias that leads nowhere. */
export const aliasConsequences: readonly FindingCode[] = [
  "cname-target-missing",
  "cname-wrong-target",
  "cname-missing",
  "address-missing",
  "address-foreign",
  "records-drifted",
  "caa-unclear",
  "dnssec-broken",
  "certificate-refused",
  "waiting",
];
