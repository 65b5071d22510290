import { isServed } from "@/lib/connections/machine";
import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import type { InstructionRecord } from "@/lib/diagnosis/instructions/instructions";

const challengeTtlSeconds = 300;

/** Every record to publish, as a diagnosis has just seen it; the TXT record first. Pure. */
export function recordsOfEvidence({
  subject,
  ownership,
  records,
  connection,
}: Pick<Evidence, "subject" | "ownership" | "records" | "connection">): InstructionRecord[] {
  const { challenge } = subject;
  const isProven = connection !== null && connection.claimedAt !== null;
  const wasLive = connection !== null && isServed(connection.state);
  const own = records.map(({ record, observation, observedValue }): InstructionRecord => {
    const { host, type, value, ttl } = record;
    const missing = wasLive ? "gone" : "missing";
    const status = { match: "right", conflict: "other", missing, unreachable: "silent" } as const;
    return { host, type, value, ttl, status: status[observation.kind], seen: observedValue };
  });
  if (challenge === null) return own;
  const { name: host, value } = challenge;
  const seen = ownership?.values.filter((one) => one !== value).join(", ") || null;
  const status = { match: "right", seen: "other", missing: "missing", unreachable: "silent" } as const;
  const proof: InstructionRecord = {
    host,
    type: "TXT",
    value,
    ttl: challengeTtlSeconds,
    status: isProven ? "right" : ownership === null ? "unchecked" : status[ownership.kind],
    seen,
  };
  return [proof, ...own];
}
