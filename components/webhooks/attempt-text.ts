import type { z } from "zod";
import type { webhookAttemptSchema } from "@/lib/webhooks/schema";

export type WebhookAttempt = z.output<typeof webhookAttemptSchema>;

/** The outcome of an attempt in a sentence. */
export function attemptText({ statusCode, error, durationMs }: WebhookAttempt): string {
  const took = durationText(durationMs);
  if (statusCode === null) return `${sentence(error ?? "No response")} It took ${took}.`;
  const answered = `Your server responded ${statusCode} after ${took}.`;
  return error ? `${answered} ${sentence(error)}` : answered;
}

export function durationText(durationMs: number): string {
  return durationMs < 1_000 ? `${durationMs} ms` : `${(durationMs / 1_000).toFixed(1)} s`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
