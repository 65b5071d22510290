import { getApplicationEndpoint } from "@/lib/api/endpoints/applications";
import { handle } from "@/lib/api/handle";
import { getApplication } from "@/lib/applications/get-application";

export const GET = handle(getApplicationEndpoint, getApplication);
