import { retryJobEndpoint } from "@/lib/api/endpoints/support";
import { handle } from "@/lib/api/handle";
import { retryJob } from "@/lib/support/retry-job";

export const POST = handle(retryJobEndpoint, retryJob);
