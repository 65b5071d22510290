import { listApplicationNames } from "@/lib/accounts/applications/list-application-names";
import { listApplicationNamesEndpoint } from "@/lib/api/endpoints/applications";
import { handle } from "@/lib/api/handle";

export const GET = handle(listApplicationNamesEndpoint, listApplicationNames);
