import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { describeWriteFault } from "@/lib/diagnosis/evidence/write-fault";

export const rateLimited: Detector<"rate-limited"> = (evidence) => describeWriteFault(evidence, "rate_limited");
