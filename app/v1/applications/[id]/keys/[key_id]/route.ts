import { revokeKey } from "@/lib/accounts/applications/revoke-key";
import { revokeKeyEndpoint } from "@/lib/api/endpoints/applications";
import { handle } from "@/lib/api/handle";

export const DELETE = handle(revokeKeyEndpoint, revokeKey);
