import { listApplicationNamesEndpoint } from "@/lib/api/endpoints/applications";
import { handle } from "@/lib/api/handle";
import { listApplicationNames } from "@/lib/applications/list-application-names";

export const GET = handle(listApplicationNamesEndpoint, listApplicationNames);
