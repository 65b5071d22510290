import { revokeShareLinkEndpoint } from "@/lib/api/endpoints/diagnosis";
import { handle } from "@/lib/api/handle";
import { revokeShareLink } from "@/lib/diagnosis/revoke-share-link";

export const DELETE = handle(revokeShareLinkEndpoint, revokeShareLink);
