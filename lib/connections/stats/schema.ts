import { z } from "zod";
import { connectionStates } from "@/lib/connections/machine";
import { connectionSummarySchema } from "@/lib/connections/schema";
import { environmentInput } from "@/lib/db/pagination";

/** Figures on the wire. No server imports: a browser uses them too. */

const count = z.number().int();
/** A day in UTC. */
const day = z.iso.date();

/** Every state, in the order of the API: 0 where no connection is in it. */
const countByState = z.array(z.object({ state: z.enum(connectionStates), count }));

export type CountByState = z.infer<typeof countByState>;

export const getOverviewSchema = z.strictObject({ ...environmentInput, applicationId: z.uuid().optional() });
export type GetOverviewInput = z.infer<typeof getOverviewSchema>;

/** In seconds. */
export const stageTimeSchema = z.object({
  /** How many connections passed the stage; with none, the others are null. */
  count,
  p50: z.number().nullable(),
  p95: z.number().nullable(),
});

export type StageTime = z.infer<typeof stageTimeSchema>;

export const overviewSchema = z.object({
  states: countByState,
  needsAttention: z.object({
    /** Drifted, stalled and failed ones, and those that are blocked by a mistake or by what has been missing for an hour. */
    count,
    /** The most urgent first, ten at most: drifted, stalled, failed and blocked ones (the newest first), then those that have waited longest. */
    connections: z.array(connectionSummarySchema),
  }),
  /** Of connections started in the last 30 days, the newest 2,000 at most; of 500 or more, up to a minute old. */
  timeToLive: z.object({
    verified: stageTimeSchema,
    pointing: stageTimeSchema,
    certificate: stageTimeSchema,
    live: stageTimeSchema,
  }),
  /** Webhook deliveries of the last 24 hours, the newest 100,000 at most. */
  deliveries: z.object({ pending: count, succeeded: count, failed: count, failingEndpoints: count }),
});

export type OverviewResource = z.infer<typeof overviewSchema>;

export const listStateCountsSchema = z.strictObject({
  ...environmentInput,
  days: z.coerce.number().int().min(1).max(365).default(30),
});
export type ListStateCountsInput = z.infer<typeof listStateCountsSchema>;

export const stateHistorySchema = z.object({
  /** The oldest first; the last one is today, counted now. Days without a count are left out. */
  data: z.array(z.object({ day, states: countByState })),
});

export type StateHistory = z.infer<typeof stateHistorySchema>;

export const listDeliveryCountsSchema = z.strictObject({
  ...environmentInput,
  days: z.coerce.number().int().min(1).max(30).default(14),
});
export type ListDeliveryCountsInput = z.infer<typeof listDeliveryCountsSchema>;

export const deliveryHistorySchema = z.object({
  /** The oldest first, the last one is today. By the day on which the event happened. */
  data: z.array(
    z.object({
      day,
      succeeded: count,
      failed: count,
      pending: count,
      /** Needed more than one attempt, whatever their outcome. */
      retried: count,
    }),
  ),
  /** There were more than 200,000: the oldest are left out. */
  capped: z.boolean(),
});

export type DeliveryHistory = z.infer<typeof deliveryHistorySchema>;
