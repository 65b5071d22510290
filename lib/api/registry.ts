import type { Endpoint } from "@/lib/api/endpoint";
import * as applications from "@/lib/api/endpoints/applications";
import * as connections from "@/lib/api/endpoints/connections";

/** Every endpoint of `/v1`, in the order of the reference: routes, document, client and tests are held against it. */
export const endpoints: readonly Endpoint[] = [connections, applications].flatMap((room) => Object.values(room));
