import { isServed } from "@/lib/connections/machine";
import type { ConnectionResource, ObservationsResource } from "@/lib/connections/schema";
import type { InstructionRecord } from "@/lib/diagnosis/instructions/instructions";

type ServerAnswer = ObservationsResource["records"][number]["servers"][number];

/** A desired record and what was observed for it. */
export type RecordRow = InstructionRecord & {
  purpose: string;
  /** Unique among the rows: "TXT", or "A 2" where there are several of a type. */
  name: string;
  seenAt: Date | null;
  /** Each nameserver's answer, as far as it is stored. */
  servers: readonly ServerAnswer[];
};

export type RecordStatus = InstructionRecord["status"];

type ConnectionFacts = Pick<ConnectionResource, "state" | "ownership" | "ownershipChallenge" | "observedRecords">;
type Observed = Pick<ObservationsResource, "ownership" | "records">;
type UnnamedRow = Omit<RecordRow, "name">;

const challengeTtlSeconds = 300;

/**
 * Every record to publish, the TXT record first.
 * @param stored what the last checks saw
 * @param fresh what a diagnosis just saw; it covers records that are not checked yet
 */
export function recordRows(
  connection: ConnectionFacts,
  stored: Observed | null,
  fresh: Observed | null = null,
): RecordRow[] {
  const rows = connection.observedRecords.map((record) => {
    const isSame = (other: { host: string; type: string; value: string }) =>
      other.host === record.host && other.type === record.type && other.value === record.value;
    const checked = stored?.records.find(isSame)?.servers;
    const servers = checked ?? fresh?.records.find(isSame)?.servers ?? [];
    return recordRow(record, servers, isServed(connection.state));
  });
  return [challengeRow(connection, stored?.ownership ?? fresh?.ownership ?? null), ...rows].map((row, _index, all) => {
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
  const base = { ...record, purpose: "points here", servers, seen: observedValue, seenAt: observedAt };
  if (propagated === true) return { ...base, status: "right" };
  if (propagated === null && observedAt === null) return { ...base, ...unchecked(record, servers) };
  if (propagated === null) return { ...base, status: "silent" };
  if (observedValue !== null && observedValue !== record.value) return { ...base, status: "other" };
  return { ...base, status: wasLive ? "gone" : "missing" };
}

/** Not checked yet: only what plainly follows from the answers is shown. */
function unchecked(
  { type, value }: { type: string; value: string },
  servers: readonly ServerAnswer[],
): Pick<RecordRow, "status" | "seen"> {
  const answering = servers.filter(({ kind }) => kind !== "unreachable");
  if (servers.length === 0) return { status: "unchecked", seen: null };
  if (answering.length === 0) return { status: "silent", seen: null };
  const seen = [...new Set(answering.flatMap(({ values }) => values))];
  if (seen.length === 0) return { status: "missing", seen: null };
  const others = seen.filter((text) => text !== `${type} ${value}`);
  if (others.length === 0) return { status: "right", seen: value };
  // An alias resolves to addresses: beside the expected alias they are no other value.
  const isAlias = type === "CNAME" && seen.length > others.length;
  return isAlias ? { status: "right", seen: value } : { status: "other", seen: others.join(", ") };
}

function challengeRow(
  { ownershipChallenge: { name, type, value }, ownership }: ConnectionFacts,
  observed: Observed["ownership"],
): UnnamedRow {
  const others = observed?.values.filter((seen) => seen !== value) ?? [];
  return {
    host: name,
    type,
    value,
    ttl: challengeTtlSeconds,
    purpose: "proves ownership",
    status: challengeStatus(ownership, observed),
    seen: others.length > 0 ? others.join(", ") : observed?.kind === "seen" ? value : null,
    seenAt: observed?.checkedAt ?? null,
    servers: observed?.servers ?? [],
  };
}

function challengeStatus(ownership: ConnectionFacts["ownership"], observed: Observed["ownership"]): RecordStatus {
  if (ownership === "ok") return "right";
  if (observed === null) return "unchecked";
  const statuses = { unreachable: "silent", seen: "other", missing: "missing", match: "right" } as const;
  return statuses[observed.kind];
}
