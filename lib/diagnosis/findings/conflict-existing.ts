import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { describeWriteFault } from "@/lib/diagnosis/evidence/write-fault";

export const conflictExisting: Detector<"conflict-existing"> = (evidence) =>
  describeWriteFault(evidence, "conflict_existing");
