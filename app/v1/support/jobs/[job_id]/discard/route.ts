import { discardJobEndpoint } from "@/lib/api/endpoints/support";
import { handle } from "@/lib/api/handle";
import { discardJob } from "@/lib/support/discard-job";

export const POST = handle(discardJobEndpoint, discardJob);
