import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { describeWriteFault } from "@/lib/diagnosis/evidence/write-fault";

export const permissionMissing: Detector<"permission-missing"> = (evidence) =>
  describeWriteFault(evidence, "permission_missing");
