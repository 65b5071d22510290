import { getObservationsEndpoint } from "@/lib/api/endpoints/connections";
import { handle } from "@/lib/api/handle";
import { getObservations } from "@/lib/connections/get-observations";

export const GET = handle(getObservationsEndpoint, getObservations);
