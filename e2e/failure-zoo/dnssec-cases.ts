import { healthy, pointer, proof, type ZooCase } from "@/e2e/failure-zoo/zoo-case";

const records = [proof, pointer];
const mended = { records, signing: "valid" as const };

/** Signed zones. Without DNSSEC, everything would be right. */
export const dnssecCases: ZooCase[] = [
  {
    name: "signatures-expired",
    story: "The zone is not signed anew any more, and its signatures have expired.",
    broken: { records, signing: "expired" },
    expected: { first: "dnssec-broken" },
    mended,
  },
  {
    name: "record-changed-after-signing",
    story: "The record was changed behind the signer's back, so its signature does not fit.",
    broken: { records, signing: "forged" },
    expected: { first: "dnssec-broken" },
    mended,
  },
  {
    name: "signatures-gone",
    story: "The zone moved to a provider that does not sign, and the DS record was left at the registry.",
    broken: { records, signing: "stripped" },
    expected: { first: "dnssec-broken" },
    mended: healthy,
  },
  {
    name: "ds-of-another-key",
    story: "The new provider signs with a key of its own, and the registry has the DS record of the former one.",
    broken: { records, signing: "other-key" },
    expected: { first: "dnssec-broken" },
    mended,
  },
  {
    name: "signed-and-cname-missing",
    story: "A signed zone without the CNAME: the denial is signed too.",
    broken: { records: [proof], signing: "valid" },
    expected: { first: "cname-missing" },
    mended,
  },
];
