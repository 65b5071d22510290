import { listEventsEndpoint } from "@/lib/api/endpoints/connections";
import { handle } from "@/lib/api/handle";
import { listEvents } from "@/lib/connections/list-events";

export const GET = handle(listEventsEndpoint, listEvents);
