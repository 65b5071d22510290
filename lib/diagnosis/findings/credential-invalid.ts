import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { describeWriteFault } from "@/lib/diagnosis/evidence/write-fault";

export const credentialInvalid: Detector<"credential-invalid"> = (evidence) =>
  describeWriteFault(evidence, "credential_invalid");
