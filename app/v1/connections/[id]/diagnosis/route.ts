import { getDiagnosisEndpoint } from "@/lib/api/endpoints/diagnosis";
import { handle } from "@/lib/api/handle";
import { preflight } from "@/lib/api/preflight";
import { diagnoseConnection } from "@/lib/diagnosis/diagnose-connection";

export const GET = handle(getDiagnosisEndpoint, diagnoseConnection);
export const OPTIONS = preflight;
