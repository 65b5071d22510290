import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { describeWriteFault } from "@/lib/diagnosis/evidence/write-fault";

export const providerUnavailable: Detector<"provider-unavailable"> = (evidence) =>
  describeWriteFault(evidence, "provider_unavailable");
