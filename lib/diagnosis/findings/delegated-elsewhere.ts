import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { describeWriteFault } from "@/lib/diagnosis/evidence/write-fault";

export const delegatedElsewhere: Detector<"delegated-elsewhere"> = (evidence) =>
  describeWriteFault(evidence, "delegated_elsewhere");
