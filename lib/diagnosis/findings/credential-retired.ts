import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { describeWriteFault } from "@/lib/diagnosis/evidence/write-fault";

export const credentialRetired: Detector<"credential-retired"> = (evidence) =>
  describeWriteFault(evidence, "credential_retired");
