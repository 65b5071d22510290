import { dataOf, oneQuery } from "@/components/queries/endpoint-query";
import { listDevicesCall } from "@/lib/api/calls/list-devices";

export const devicesQuery = oneQuery(listDevicesCall, {}, { select: dataOf, refetchInterval: 30_000 });
