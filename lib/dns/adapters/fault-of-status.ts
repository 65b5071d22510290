import type { ProviderResponse } from "@/lib/dns/adapters/provider-http";
import { ProviderFault, type ProviderFaultCode } from "@/lib/dns/zones/provider-fault";

const codes: Record<number, ProviderFaultCode> = {
  401: "credential_invalid",
  403: "permission_missing",
  404: "zone_not_here",
  423: "zone_read_only",
  429: "rate_limited",
};

/** What a status means where the provider has no code of its own for it. `said`: the provider's words, from the body. */
export function faultOfStatus(
  response: Pick<ProviderResponse, "status" | "headers">,
  said: string | undefined,
  now: Date,
): ProviderFault {
  const { status, headers } = response;
  const code =
    codes[status] ?? (status === 408 || status >= 500 || status < 400 ? "provider_unavailable" : "record_refused");
  return new ProviderFault(code, { said, status, retryAfterMs: retryAfterMs(headers, now) });
}

/** From `Retry-After` (seconds or a date) or `Ratelimit-Reset`/`X-Ratelimit-Reset` (seconds, or seconds since 1970). */
export function retryAfterMs(headers: Record<string, string>, now: Date): number | undefined {
  const after = headers["retry-after"]?.trim();
  if (after !== undefined) {
    return ofSeconds(after, now) ?? ofDate(after, now);
  }
  const reset = headers["ratelimit-reset"] ?? headers["x-ratelimit-reset"];
  return reset === undefined ? undefined : ofSeconds(reset.trim(), now);
}

/** A number of seconds larger than any wait is a moment. */
const longestWaitSeconds = 1_000_000_000;

function ofSeconds(text: string, now: Date): number | undefined {
  if (!/^\d+(\.\d+)?$/.test(text)) {
    return undefined;
  }
  const seconds = Number(text);
  const ms = seconds * 1000;
  return Math.max(0, seconds >= longestWaitSeconds ? ms - now.getTime() : ms);
}

function ofDate(text: string, now: Date): number | undefined {
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
