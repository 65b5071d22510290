import { getSupportHealthEndpoint } from "@/lib/api/endpoints/support";
import { handle } from "@/lib/api/handle";
import { getSupportHealth } from "@/lib/support/get-support-health";

export const GET = handle(getSupportHealthEndpoint, getSupportHealth);
