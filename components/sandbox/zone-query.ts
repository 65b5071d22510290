import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/api/client";

const path = "/sandbox/records";
const pollMs = 2_000;

export type ZoneRecord = { name: string; type: string; value: string; ttl: number };

/** All records that the sandbox's DNS server serves. */
export const zoneQuery = queryOptions({
  queryKey: ["sandbox", "records"],
  queryFn: async ({ signal }) =>
    ((await fetchJson(path, { method: "GET", signal })) as { records: ZoneRecord[] }).records,
  refetchInterval: pollMs,
});

/** @throws ApiError with `param` where a DNS provider would refuse the record */
export async function publishZoneRecord(record: Omit<ZoneRecord, "ttl"> & { ttl?: number }): Promise<void> {
  await fetchJson(path, { method: "POST", body: record });
}

/** @throws ApiError */
export async function removeZoneRecord({ name, type, value }: ZoneRecord): Promise<void> {
  await fetchJson(path, { method: "DELETE", body: { name, type, value } });
}
