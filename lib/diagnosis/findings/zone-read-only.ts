import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { describeWriteFault } from "@/lib/diagnosis/evidence/write-fault";

export const zoneReadOnly: Detector<"zone-read-only"> = (evidence) => describeWriteFault(evidence, "zone_read_only");
