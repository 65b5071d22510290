import { diagnoseForSupportEndpoint } from "@/lib/api/endpoints/support";
import { handle } from "@/lib/api/handle";
import { diagnoseForSupport } from "@/lib/support/diagnose-for-support";

export const GET = handle(diagnoseForSupportEndpoint, diagnoseForSupport);
