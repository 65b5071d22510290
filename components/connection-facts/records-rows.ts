import type { PublishableRecord } from "@/components/connection-facts/instructions-text";
import { isServed } from "@/lib/connections/machine";
import type { ConnectionResource, ObservationsResource } from "@/lib/connections/schema";

type ServerAnswer = ObservationsResource["records"][number]["servers"][number];

/** A desired record beside what was seen for it. */
export type RecordRow = PublishableRecord & {
  /** Of the rows: "TXT", or "A 2" where there are several of a type. */
  name: string;
  verdict: RecordVerdict;
  /** What stands there in its place. */
  seen: string | null;
  seenAt: Date | null;
  /** What each nameserver said, as far as it is kept. */
  servers: readonly ServerAnswer[];
};

/** `silent`: asked, and no nameserver answered. `gone`: it stood there once. */
export type RecordVerdict = "right" | "other" | "missing" | "gone" | "silent" | "unasked";

type Standing = Pick<ConnectionResource, "state" | "ownership" | "ownershipChallenge" | "observedRecords">;
type Observed = Pick<ObservationsResource, "ownership" | "records">;
type UnnamedRow = Omit<RecordRow, "name">;

const challengeTtlSeconds = 300;

/**
 * Every record to publish, the proof first.
 * @param kept what the last checks saw
 * @param asked what a diagnosis just saw: it also looks at what no check looks at yet
 */
export function recordRows(connection: Standing, kept: Observed | null, asked: Observed | null = null): RecordRow[] {
  const rows = connection.observedRecords.map((record) => {
    const isSame = (other: { host: string; type: string; value: string }) =>
      other.host === record.host && other.type === record.type && other.value === record.value;
    const checked = kept?.records.find(isSame)?.servers;
    const servers = checked ?? asked?.records.find(isSame)?.servers ?? [];
    return recordRow(record, servers, isServed(connection.state));
  });
  return [challengeRow(connection, kept?.ownership ?? asked?.ownership ?? null), ...rows].map((row, _index, all) => {
    const alike = all.filter(({ type }) => type === row.type);
    return { ...row, name: alike.length === 1 ? row.type : `${row.type} ${alike.indexOf(row) + 1}` };
  });
}

function recordRow(
  record: ConnectionResource["observedRecords"][number],
  servers: readonly ServerAnswer[],
  wasLive: boolean,
): UnnamedRow {
  const { propagated, observedValue, observedAt } = record;
  const base = { ...record, purpose: "leads here", servers, seen: observedValue, seenAt: observedAt };
  if (propagated === true) return { ...base, verdict: "right" };
  if (propagated === null && observedAt === null) return { ...base, ...unchecked(record, servers) };
  if (propagated === null) return { ...base, verdict: "silent" };
  if (observedValue !== null && observedValue !== record.value) return { ...base, verdict: "other" };
  return { ...base, verdict: wasLive ? "gone" : "missing" };
}

/** No check has judged it yet: only what plainly follows from the answers is said. */
function unchecked(
  { type, value }: { type: string; value: string },
  servers: readonly ServerAnswer[],
): Pick<RecordRow, "verdict" | "seen"> {
  const answering = servers.filter(({ kind }) => kind !== "unreachable");
  if (servers.length === 0) return { verdict: "unasked", seen: null };
  if (answering.length === 0) return { verdict: "silent", seen: null };
  const seen = [...new Set(answering.flatMap(({ values }) => values))];
  if (seen.length === 0) return { verdict: "missing", seen: null };
  const others = seen.filter((text) => text !== `${type} ${value}`);
  if (others.length === 0) return { verdict: "right", seen: value };
  // An alias is followed to its addresses: beside the right one they are no other value.
  const isAlias = type === "CNAME" && seen.length > others.length;
  return isAlias ? { verdict: "right", seen: value } : { verdict: "other", seen: others.join(", ") };
}

function challengeRow(
  { ownershipChallenge: { name, type, value }, ownership }: Standing,
  observed: Observed["ownership"],
): UnnamedRow {
  const others = observed?.values.filter((seen) => seen !== value) ?? [];
  return {
    host: name,
    type,
    value,
    ttl: challengeTtlSeconds,
    purpose: "proves ownership",
    verdict: challengeVerdict(ownership, observed),
    seen: others.length > 0 ? others.join(", ") : observed?.kind === "seen" ? value : null,
    seenAt: observed?.checkedAt ?? null,
    servers: observed?.servers ?? [],
  };
}

function challengeVerdict(ownership: Standing["ownership"], observed: Observed["ownership"]): RecordVerdict {
  if (ownership === "ok") return "right";
  if (observed === null) return "unasked";
  const verdicts = { unreachable: "silent", seen: "other", missing: "missing", match: "right" } as const;
  return verdicts[observed.kind];
}
