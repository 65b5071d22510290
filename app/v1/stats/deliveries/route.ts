import { listDeliveryCountsEndpoint } from "@/lib/api/endpoints/stats";
import { handle } from "@/lib/api/handle";
import { listDeliveryCounts } from "@/lib/connections/stats/list-delivery-counts";

export const GET = handle(listDeliveryCountsEndpoint, listDeliveryCounts);
