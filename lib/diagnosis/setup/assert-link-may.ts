import type { ShareLink } from "@/lib/db/generated/client";
import { Refusal } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/platform/ports/context";

const windowMs = 60_000;

/** Calls of one share link within a minute, of all visitors that have it. An open page reads every two seconds at most. */
const limits = { read: 240, domain_connect: 6 } as const;

/** @throws Refusal rate_limited */
export function assertLinkMay(
  { memory, now }: ServiceContext,
  call: keyof typeof limits,
  { id }: Pick<ShareLink, "id">,
): void {
  const waitMs = memory.countUse(`link ${call} ${id}`, { limit: limits[call], windowMs, nowMs: now().getTime() });
  if (waitMs === 0) return;
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1_000));
  const text = `This link was used too often within a minute. Try again in ${retryAfterSeconds} s.`;
  throw new Refusal("rate_limited", text, { details: { retryAfterSeconds } });
}
