import { listSnapshotsEndpoint } from "@/lib/api/endpoints/diagnosis";
import { handle } from "@/lib/api/handle";
import { listSnapshots } from "@/lib/diagnosis/list-snapshots";

export const GET = handle(listSnapshotsEndpoint, listSnapshots);
