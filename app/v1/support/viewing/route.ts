import { startViewingEndpoint, stopViewingEndpoint } from "@/lib/api/endpoints/support";
import { handle } from "@/lib/api/handle";
import { startViewing } from "@/lib/support/start-viewing";
import { stopViewing } from "@/lib/support/stop-viewing";

export const POST = handle(startViewingEndpoint, startViewing);
export const DELETE = handle(stopViewingEndpoint, stopViewing);
