import type { Zone, ZoneWriter } from "@/lib/dns/adapters/adapter";
import type { SetChange } from "@/lib/dns/zones/record-set";

/** The zone that every stand-in holds. @throws Error where the account has none */
export async function getZone(writer: ZoneWriter): Promise<Zone> {
  const zone = await writer.findZone("www.example.com");
  if (zone === null) throw new Error("no zone example.com");
  return zone;
}

/** A change of `www` in it. */
export const www = (type: SetChange["type"], add: string[], remove: string[] = []): SetChange => ({
  name: "www.example.com",
  type,
  ttl: 3600,
  add,
  remove,
});
