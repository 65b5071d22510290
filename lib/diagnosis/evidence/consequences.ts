import type { FindingCode } from "@/lib/diagnosis/evidence/finding";

/** What cannot be otherwise while a domain is not served: told beside that, it would only mislead. */
export const consequencesOfZone: readonly FindingCode[] = [
  "nameservers-partly-failing",
  "txt-name-doubled",
  "txt-at-wrong-name",
  "txt-wrong-value",
  "txt-missing",
  "txt-partly-published",
  "wildcard-hides-challenge",
  "wildcard-hides-record",
  "records-drifted",
  "records-partly-published",
  "cname-missing",
  "cname-wrong-target",
  "cname-target-missing",
  "cname-name-doubled",
  "address-missing",
  "address-foreign",
  "record-missing",
  "caa-unclear",
  "certificate-refused",
  "negative-answer-cached",
  "old-answer-cached",
  "waiting",
];
