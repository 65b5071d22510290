import { getSession } from "@/lib/accounts/users/get-session";
import { getSessionEndpoint } from "@/lib/api/endpoints/session";
import { handle } from "@/lib/api/handle";

export const GET = handle(getSessionEndpoint, getSession);
