import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { describeWriteFault } from "@/lib/diagnosis/evidence/write-fault";

export const gateAccountTier: Detector<"gate-account-tier"> = (evidence) =>
  describeWriteFault(evidence, "gate_account_tier");
