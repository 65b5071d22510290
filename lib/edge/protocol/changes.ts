import { z } from "zod";

/** One change of what edges know. `host` replaces everything that is known about its hostname. */
export const edgeChangeSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("host"),
    hostname: z.string(),
    connectionId: z.uuid(),
    applicationId: z.uuid(),
    /** Whether a certificate may be ordered; false while it waits for the CA's limits. Requests are routed either way. */
    admitted: z.boolean(),
    /** The tenant's own reference, for the origin. */
    reference: z.string().nullable(),
  }),
  /** Archived or failed. The hostname may be another connection's by now: then it stays. */
  z.object({ kind: z.literal("released"), hostname: z.string(), connectionId: z.uuid() }),
  z.object({
    kind: z.literal("application"),
    applicationId: z.uuid(),
    tenantId: z.uuid(),
    upstream: z.string().nullable(),
    /** Changes of an earlier version have none, and edges of an earlier version ignore it. */
    upstreamHost: z.string().nullable().default(null),
  }),
]);

export type EdgeChange = z.infer<typeof edgeChangeSchema>;

/** Sequences are contiguous: the change after n is n + 1. */
export const sequencedChangeSchema = z.object({ sequence: z.int().positive(), change: edgeChangeSchema });

export type SequencedChange = z.infer<typeof sequencedChangeSchema>;

/**
 * Where an edge is in the changes: `<sequence>:<nonce of that change>`, or `0:` before the first one. The nonce shows that
 * the control plane's history is still the one that the edge has read, and not that of a restored backup.
 */
export const cursorPattern = /^(0:|[1-9]\d{0,15}:[0-9a-f-]{36})$/;

/** `GET /internal/edge/changes?after=<cursor>&wait=<seconds>&edge=<id>`. 410: the edge needs a new snapshot. */
export const changesAnswerSchema = z.object({
  cursor: z.string().regex(cursorPattern),
  changes: z.array(sequencedChangeSchema),
  /** Further changes are there already. */
  more: z.boolean(),
  /** Changes with the settings: see settings.ts. */
  settingsVersion: z.string(),
});

export type ChangesAnswer = z.infer<typeof changesAnswerSchema>;

export const maxChangesPerAnswer = 5_000;
export const maxWaitSeconds = 25;

export function sequenceOf(cursor: string): number {
  return Number(cursor.slice(0, cursor.indexOf(":")));
}
