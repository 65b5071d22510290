import { getSessionEndpoint } from "@/lib/api/endpoints/session";
import { handle } from "@/lib/api/handle";
import { getSession } from "@/lib/users/get-session";

export const GET = handle(getSessionEndpoint, getSession);
