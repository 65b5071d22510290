import { z } from "zod";
import { pageInput } from "@/lib/db/pagination";
import { isoDate } from "@/lib/kernel/iso-date";
import { byUsageKind, planNames, pricePeriods, summedUsageKinds, usageKindNames } from "@/lib/kernel/plans";

/** Shapes of plans and usage on the wire and in forms. */

export const planNameSchema = z.enum(planNames);

const limitSchema = z.number().int().nullable();

/** Replaces the plan's limits, by kind: null is no limit, and an absent kind follows the plan. */
export const limitOverridesSchema = z.strictObject(
  byUsageKind(usageKindNames, () => z.number().int().min(0).max(1_000_000_000).nullable().optional()),
);

export type LimitOverrides = z.infer<typeof limitOverridesSchema>;

export const planSchema = z.object({
  name: planNameSchema,
  title: z.string(),
  /** What the plan allows besides its limits. */
  features: z.object({ hidePoweredBy: z.boolean() }),
  /** null: no limit. */
  limits: z.object(byUsageKind(usageKindNames, () => limitSchema)),
  price: z
    .object({
      amount: z.number().int().describe("In the currency's smallest unit, such as cents."),
      currency: z.string().describe("Three letters, as in ISO 4217."),
      period: z.enum(pricePeriods),
    })
    .nullable()
    .describe("What it costs; null: the operator has published no price."),
  available: z.boolean().describe("Whether `POST /v1/subscriptions` can change to it."),
  contact: z
    .string()
    .nullable()
    .describe("Whom to ask for it: an email address or a URL. Null: it is available, or nobody was named."),
});

export type PlanResource = z.infer<typeof planSchema>;

export const listPlansSchema = z.strictObject(pageInput);
export type ListPlansInput = z.infer<typeof listPlansSchema>;

export const getUsageSchema = z.strictObject({});
export type GetUsageInput = z.infer<typeof getUsageSchema>;

export const usageOfKindSchema = z.object({
  used: z.number().int(),
  /** null: no limit, and then `remaining` is null too. */
  limit: limitSchema,
  remaining: z.number().int().nullable(),
  /** When it starts at zero again; null for a level. */
  periodEnd: isoDate.nullable(),
});

export type UsageOfKind = z.infer<typeof usageOfKindSchema>;

export const usageSchema = z.object({
  plan: planNameSchema,
  /** The calendar month in UTC; `end` is the first moment of the next one. */
  period: z.object({ start: isoDate, end: isoDate }),
  ...byUsageKind(usageKindNames, () => usageOfKindSchema),
});

export type UsageResource = z.infer<typeof usageSchema>;

export const listUsageSchema = z.strictObject({
  months: z.coerce.number().int().min(1).max(36).default(12),
});
export type ListUsageInput = z.infer<typeof listUsageSchema>;

export const usageHistorySchema = z.object({
  /** The oldest first; the last one is the current month. */
  data: z.array(
    z.object({
      period: z.object({ start: isoDate, end: isoDate }),
      ...byUsageKind(summedUsageKinds, () => z.number().int()),
    }),
  ),
});

export type UsageHistory = z.infer<typeof usageHistorySchema>;
