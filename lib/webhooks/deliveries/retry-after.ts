import { maxRetryAfterMs } from "@/lib/webhooks/policy";

/**
 * How long a response asks us to wait (RFC 9110, section 10.2.3), at most an hour; 0: it does not say, or not in a valid
 * form. A date is read against the response's own `Date`, so that neither clock has to be right. Pure.
 * @param headers names in lower case
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>, now: Date): number {
  const text = headers["retry-after"]?.trim() ?? "";
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1_000, maxRetryAfterMs);
  const atMs = parseHttpDate(text);
  if (atMs === null) return 0;
  const sentAtMs = parseHttpDate(headers.date?.trim() ?? "") ?? now.getTime();
  return Math.min(Math.max(atMs - sentAtMs, 0), maxRetryAfterMs);
}

/** The three forms of RFC 9110, section 5.6.7: `Date.parse` alone would take other texts for dates, and asctime for local. */
const httpDate =
  /^(?:[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4})$/;

function parseHttpDate(text: string): number | null {
  if (!httpDate.test(text)) return null;
  const atMs = Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
  return Number.isNaN(atMs) ? null : atMs;
}
