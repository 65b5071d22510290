import { listFailedJobsEndpoint } from "@/lib/api/endpoints/support";
import { handle } from "@/lib/api/handle";
import { listFailedJobs } from "@/lib/support/list-failed-jobs";

export const GET = handle(listFailedJobsEndpoint, listFailedJobs);
