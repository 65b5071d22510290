import { checkRecordsEndpoint } from "@/lib/api/endpoints/connections";
import { handle } from "@/lib/api/handle";
import { preflight } from "@/lib/api/preflight";
import { checkRecordsNow } from "@/lib/connections/check-records-now";

export const POST = handle(checkRecordsEndpoint, checkRecordsNow);
export const OPTIONS = preflight;
