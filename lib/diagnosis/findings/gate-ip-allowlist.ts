import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { describeWriteFault } from "@/lib/diagnosis/evidence/write-fault";

export const gateIpAllowlist: Detector<"gate-ip-allowlist"> = (evidence) =>
  describeWriteFault(evidence, "gate_ip_allowlist");
