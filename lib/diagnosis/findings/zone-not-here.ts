import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { describeWriteFault } from "@/lib/diagnosis/evidence/write-fault";

export const zoneNotHere: Detector<"zone-not-here"> = (evidence) => describeWriteFault(evidence, "zone_not_here");
