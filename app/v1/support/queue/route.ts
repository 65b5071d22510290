import { getSupportQueueEndpoint } from "@/lib/api/endpoints/support";
import { handle } from "@/lib/api/handle";
import { getSupportQueue } from "@/lib/support/get-support-queue";

export const GET = handle(getSupportQueueEndpoint, getSupportQueue);
