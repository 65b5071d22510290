import { revokeKeyEndpoint } from "@/lib/api/endpoints/applications";
import { handle } from "@/lib/api/handle";
import { revokeKey } from "@/lib/applications/revoke-key";

export const DELETE = handle(revokeKeyEndpoint, revokeKey);
