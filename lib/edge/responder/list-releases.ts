import { setImmediate } from "node:timers/promises";
import { sequenceOf } from "@/lib/edge/protocol/changes";
import type { EdgeSet, Release } from "@/lib/edge/responder/edge-set";

const sliceHosts = 500;

/** What one set no longer has of another: it was released between the two. In slices, because both are in use. */
export async function* listReleases(before: EdgeSet, next: EdgeSet): AsyncGenerator<Release[]> {
  const sequence = Math.max(1, sequenceOf(next.cursor));
  let found: Release[] = [];
  let checked = 0;
  for (const hostname of before.hostnames()) {
    const connectionId = before.find(hostname)?.connectionId;
    if (connectionId !== undefined && next.find(hostname)?.connectionId !== connectionId) {
      found.push({ hostname, connectionId, sequence });
    }
    checked += 1;
    if (checked % sliceHosts !== 0) continue;
    await setImmediate();
    if (found.length > 0) yield found;
    found = [];
  }
  if (found.length > 0) yield found;
}
