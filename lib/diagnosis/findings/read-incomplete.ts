import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { describeWriteFault } from "@/lib/diagnosis/evidence/write-fault";

export const readIncomplete: Detector<"read-incomplete"> = (evidence) =>
  describeWriteFault(evidence, "read_incomplete");
