import { createApplication } from "@/lib/accounts/applications/create-application";
import { listApplications } from "@/lib/accounts/applications/list-applications";
import { createApplicationEndpoint, listApplicationsEndpoint } from "@/lib/api/endpoints/applications";
import { handle } from "@/lib/api/handle";

export const POST = handle(createApplicationEndpoint, createApplication);
export const GET = handle(listApplicationsEndpoint, listApplications);
