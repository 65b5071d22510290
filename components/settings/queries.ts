import { dataOf, oneQuery } from "@/components/queries/endpoint-query";
import { listDevicesEndpoint } from "@/lib/api/endpoints/session";

export const devicesQuery = oneQuery(listDevicesEndpoint, {}, { select: dataOf, refetchInterval: 30_000 });
