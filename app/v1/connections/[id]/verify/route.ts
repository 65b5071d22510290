import { verifyConnectionEndpoint } from "@/lib/api/endpoints/connections";
import { handle } from "@/lib/api/handle";
import { preflight } from "@/lib/api/preflight";
import { verifyConnection } from "@/lib/diagnosis/verify-connection";

export const POST = handle(verifyConnectionEndpoint, verifyConnection);
export const OPTIONS = preflight;
