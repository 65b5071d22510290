import { getSupportConnectionEndpoint } from "@/lib/api/endpoints/support";
import { handle } from "@/lib/api/handle";
import { getSupportConnection } from "@/lib/support/get-support-connection";

export const GET = handle(getSupportConnectionEndpoint, getSupportConnection);
