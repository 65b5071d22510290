import { queryOptions } from "@tanstack/react-query";
import { request } from "@/lib/api/client";
import { listDevicesEndpoint } from "@/lib/api/endpoints/session";

const pollMs = 30_000;

export const devicesQuery = queryOptions({
  queryKey: ["session", "devices"],
  queryFn: async ({ signal }) => (await request(listDevicesEndpoint, {}, { signal })).data,
  refetchInterval: pollMs,
});
