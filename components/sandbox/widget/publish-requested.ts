import { publishZoneRecord } from "@/components/sandbox/zone-query";
import { getConnectionCall } from "@/lib/api/calls/get-connection";
import { listConnectionsCall } from "@/lib/api/calls/list-connections";
import { request } from "@/lib/api/client";

/**
 * Publishes what the newest connection of a hostname asks for, as its owner would at the DNS provider.
 * @returns how many records; null: there is no such connection yet
 * @throws ApiError
 */
export async function publishRequested(hostname: string): Promise<number | null> {
  const { data } = await request(listConnectionsCall, { hostname, environment: "test", limit: 1 });
  const found = data[0];
  if (!found || found.state === "archived") return null;
  const { ownershipChallenge, desiredRecords } = await request(getConnectionCall, { id: found.id });
  const records = [ownershipChallenge, ...desiredRecords.map(({ host, type, value }) => ({ name: host, type, value }))];
  for (const { name, type, value } of records) await publishZoneRecord({ name, type, value, ttl: 60 });
  return records.length;
}
