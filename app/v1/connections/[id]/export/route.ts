import { exportRecordsEndpoint } from "@/lib/api/endpoints/connections";
import { handle } from "@/lib/api/handle";
import { exportRecords } from "@/lib/connections/export-records";

export const GET = handle(exportRecordsEndpoint, exportRecords);
