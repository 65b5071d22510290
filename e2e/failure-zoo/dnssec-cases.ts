import { healthy, pointer, proof, type ZooCase } from "@/e2e/failure-zoo/zoo-case";

const records = [proof, pointer];
const fixed = { records, signing: "valid" as const };

/** Problems of signed zones. Without DNSSEC, everything would be correct. */
export const dnssecCases: ZooCase[] = [
  {
    name: "signatures-expired",
    story: "The zone is no longer re-signed, and its signatures have expired.",
    broken: { records, signing: "expired" },
    expected: { first: "dnssec-broken" },
    fixed,
  },
  {
    name: "record-changed-after-signing",
    story: "The record was changed after signing, so its signature is invalid.",
    broken: { records, signing: "forged" },
    expected: { first: "dnssec-broken" },
    fixed,
  },
  {
    name: "signatures-gone",
    story: "The zone moved to a provider that does not sign, and the registry still has the DS record.",
    broken: { records, signing: "stripped" },
    expected: { first: "dnssec-broken" },
    fixed: healthy,
  },
  {
    name: "ds-of-another-key",
    story: "The new provider signs with another key, and the registry still has the old DS record.",
    broken: { records, signing: "other-key" },
    expected: { first: "dnssec-broken" },
    fixed,
  },
  {
    name: "signed-and-cname-missing",
    story: "A signed zone lacks the CNAME. The denial of existence is signed too.",
    broken: { records: [proof], signing: "valid" },
    expected: { first: "cname-missing" },
    fixed,
  },
];
