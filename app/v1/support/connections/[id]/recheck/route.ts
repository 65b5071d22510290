import { recheckConnectionEndpoint } from "@/lib/api/endpoints/support";
import { handle } from "@/lib/api/handle";
import { recheckConnection } from "@/lib/support/recheck-connection";

export const POST = handle(recheckConnectionEndpoint, recheckConnection);
