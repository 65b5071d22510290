import { createSupportShareLinkEndpoint } from "@/lib/api/endpoints/support";
import { handle } from "@/lib/api/handle";
import { createSupportShareLink } from "@/lib/support/create-support-share-link";

export const POST = handle(createSupportShareLinkEndpoint, createSupportShareLink);
