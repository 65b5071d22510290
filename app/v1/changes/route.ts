import { listChangesEndpoint } from "@/lib/api/endpoints/changes";
import { handle } from "@/lib/api/handle";
import { listChanges } from "@/lib/platform/changes/list-changes";

export const GET = handle(listChangesEndpoint, listChanges);
