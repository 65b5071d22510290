import { createApplicationEndpoint, listApplicationsEndpoint } from "@/lib/api/endpoints/applications";
import { handle } from "@/lib/api/handle";
import { createApplication } from "@/lib/applications/create-application";
import { listApplications } from "@/lib/applications/list-applications";

export const POST = handle(createApplicationEndpoint, createApplication);
export const GET = handle(listApplicationsEndpoint, listApplications);
