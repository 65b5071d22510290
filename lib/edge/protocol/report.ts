import { z } from "zod";
import { cursorPattern } from "@/lib/edge/protocol/changes";

const count = z.int().nonnegative();

/** `POST /internal/edge/report`, every 10 s and at once after a `released` change. */
export const edgeReportSchema = z.object({
  /** Made once per edge, and stored beside its set. */
  edgeId: z.uuid(),
  /** The machine's name. */
  name: z.string().max(120),
  /** Where the control plane can make TLS handshakes with this edge's Caddy: `host:port`. */
  probeAddress: z.string().max(120).nullable(),
  responderVersion: z.string().max(40),
  caddyVersion: z.string().max(40).nullable(),
  startedAt: z.iso.datetime(),
  cursor: z.string().regex(cursorPattern),
  hosts: count,
  lastAskAt: z.iso.datetime().nullable(),
  /** Sentences for the operator, such as a damaged file that was replaced. */
  problems: z.array(z.string().max(500)).max(20),
  /** Counts since the batch before. A batch that was not acknowledged is sent again unchanged, with its number. */
  asks: z
    .object({
      batch: z.int().positive(),
      minutes: z.array(z.object({ minute: z.iso.datetime(), allowed: count, refused: count })).max(1_500),
      hosts: z
        .array(
          z.object({
            hostname: z.string().max(253),
            allowed: count,
            refused: count,
            lastAllowed: z.boolean(),
            lastReason: z.string().max(60).nullable(),
            at: z.iso.datetime(),
          }),
        )
        .max(20_000),
    })
    .nullable(),
  /** What this edge answers now for hostnames that were released, by requests to itself. */
  stopped: z
    .array(
      z.object({
        connectionId: z.uuid(),
        hostname: z.string().max(253),
        sequence: z.int().positive(),
        askStatus: z.int(),
        routeStatus: z.int(),
        at: z.iso.datetime(),
      }),
    )
    .max(1_000),
  /** The renewal guardian. `overdue`: not renewed in time, the first hundred. */
  renewals: z
    .object({
      watched: count,
      dueNow: count,
      overdueCount: count,
      overdue: z.array(z.object({ hostname: z.string().max(253), notAfter: z.iso.datetime() })).max(100),
    })
    .nullable(),
  /** Refusals by the CA because of its limits, as Caddy logged them. */
  rateLimits: z
    .array(
      z.object({
        issuer: z.string().max(200),
        hostname: z.string().max(253).nullable(),
        detail: z.string().max(1_000),
        retryAfter: z.iso.datetime().nullable(),
        at: z.iso.datetime(),
      }),
    )
    .max(100),
});

export type EdgeReport = z.infer<typeof edgeReportSchema>;
