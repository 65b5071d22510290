import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { describeWriteFault } from "@/lib/diagnosis/evidence/write-fault";

export const recordRefused: Detector<"record-refused"> = (evidence) => describeWriteFault(evidence, "record_refused");
