import type { PublishableRecord } from "@/components/connections/instructions-text";
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

const challengeTtlSeconds = 300;

type Standing = Pick<ConnectionResource, "state" | "ownership" | "ownershipChallenge" | "observedRecords">;

/** Every record to publish, the proof first. */
export function recordRows(
  connection: Standing,
  observations: Pick<ObservationsResource, "ownership" | "records"> | null,
): RecordRow[] {
  const wasLive = connection.state === "live" || connection.state === "drifted";
  const rows = connection.observedRecords.map((record): Omit<RecordRow, "name"> => {
    const kept = observations?.records.find(
      ({ host, type, value }) => host === record.host && type === record.type && value === record.value,
    );
    const verdict: RecordVerdict =
      record.propagated === true
        ? "right"
        : record.propagated === null
          ? record.observedAt === null
            ? "unasked"
            : "silent"
          : record.observedValue !== null && record.observedValue !== record.value
            ? "other"
            : wasLive
              ? "gone"
              : "missing";
    return {
      ...record,
      purpose: "leads here",
      verdict,
      seen: record.observedValue,
      seenAt: record.observedAt,
      servers: kept?.servers ?? [],
    };
  });
  return [challengeRow(connection, observations?.ownership ?? null), ...rows].map((row, _index, all) => {
    const alike = all.filter(({ type }) => type === row.type);
    return { ...row, name: alike.length === 1 ? row.type : `${row.type} ${alike.indexOf(row) + 1}` };
  });
}

function challengeRow(
  { ownershipChallenge: { name, type, value }, ownership }: Standing,
  observed: ObservationsResource["ownership"],
): Omit<RecordRow, "name"> {
  const others = observed?.values.filter((seen) => seen !== value) ?? [];
  const verdict: RecordVerdict =
    ownership === "ok"
      ? "right"
      : observed === null
        ? "unasked"
        : observed.kind === "unreachable"
          ? "silent"
          : observed.kind === "seen"
            ? "other"
            : "missing";
  return {
    host: name,
    type,
    value,
    ttl: challengeTtlSeconds,
    purpose: "proves ownership",
    verdict,
    seen: others.length > 0 ? others.join(", ") : observed?.kind === "seen" ? value : null,
    seenAt: observed?.checkedAt ?? null,
    servers: observed?.servers ?? [],
  };
}
