import { templatesOf } from "@/lib/connections/connection-row";
import type { Connection } from "@/lib/db/generated/client";
import type { EdgeTarget } from "@/lib/dns/compare-records";
import { normaliseName } from "@/lib/dns/domain-name";
import { challenge } from "@/lib/dns/records/challenge";
import { desiredRecords } from "@/lib/dns/records/desired-records";
import { normalValue } from "@/lib/dns/zones/canonical-value";
import type { WantedRecord } from "@/lib/dns/zones/plan-changes";

const challengeTtlSeconds = 300;

type Subject = Pick<Connection, "hostname" | "kind" | "dnsRecords" | "challengeValue">;

/** What a credential writes for a connection: the records that people would be asked for, in canonical form. */
export function wantedRecords(row: Subject, edge: EdgeTarget, { proof }: { proof: boolean }): WantedRecord[] {
  const web = desiredRecords(row, edge, templatesOf(row)).map(({ host, type, value, ttl, priority }) => ({
    name: normaliseName(host),
    type,
    ttl,
    value: normalValue(type, priority === undefined ? value : `${priority} ${value}`),
  }));
  if (!proof) return web;
  const value = normalValue("TXT", row.challengeValue);
  return [...web, { name: challenge.name(row.hostname), type: "TXT", ttl: challengeTtlSeconds, value }];
}
