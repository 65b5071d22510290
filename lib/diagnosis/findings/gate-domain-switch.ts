import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { describeWriteFault } from "@/lib/diagnosis/evidence/write-fault";

export const gateDomainSwitch: Detector<"gate-domain-switch"> = (evidence) =>
  describeWriteFault(evidence, "gate_domain_switch");
