import { Refusal } from "@/lib/kernel/errors";
import { type Context, principalOf } from "@/lib/platform/ports/context";

const windowMs = 60_000;

/** Checks that a caller asks for and waits for, within a minute: of one subject, and of a tenant. Documented in docs/api.md. */
const limits = {
  /** A connection. */
  connection: { each: 20, all: 300, subject: "This connection" },
  /** A registrable domain: a query about any name in it goes to the same servers. */
  domain: { each: 60, all: 300, subject: "This domain" },
  /** A connection, by our support staff. They do not use up the tenant's own checks. */
  support: { each: 20, all: 300, subject: "This connection" },
  /** A connection, by visitors of its share links. They do not use up the tenant's own checks either. */
  link: { each: 6, all: 120, subject: "This domain" },
} as const;

/** Of one widget token. */
const tokenLimit = 30;

/** The retry of a check that got no slot. */
export const overloadRetryMs = 15_000;

/**
 * Runs a check that a caller waits for. What the same caller asks for twice at a time runs once, and repeating it is limited.
 * @param run the verb, and what else decides its result
 * @param of what is checked: a connection's id, or a domain
 * @throws Refusal rate_limited
 */
export async function checkNow<T>(
  ctx: Context,
  { kind, run, of }: { kind: keyof typeof limits; run: string; of: string },
  work: () => Promise<T>,
): Promise<T> {
  const { each, all, subject } = limits[kind];
  const { actor } = ctx;
  return ctx.memory.share(`${run} ${ctx.tenantId} ${principalOf(ctx.actor)}`, 0, async () => {
    const nowMs = ctx.now().getTime();
    const count = (key: string, limit: number) => ctx.memory.countUse(key, { limit, windowMs, nowMs });
    const whose = kind === "support" || kind === "link" ? kind : askerOf(actor);
    const ofToken = actor.kind === "widget" ? count(`token ${actor.tokenId}`, tokenLimit) : 0;
    if (ofToken > 0) throw tooMany(`This page has asked for ${tokenLimit} checks within a minute.`, ofToken);
    const ofSubject = count(`${kind} ${whose} ${ctx.tenantId} ${of}`, each);
    if (ofSubject > 0) throw tooMany(`${subject} was checked ${each} times within a minute.`, ofSubject);
    const ofTenant = count(`${whose} ${ctx.tenantId}`, all);
    if (ofTenant > 0) throw tooMany(`You have asked for ${all} checks within a minute.`, ofTenant);
    return work();
  });
}

/** Whose checks are counted together: visitors, with a widget token or behind a share link, use up none of the tenant's own. */
function askerOf({ kind }: Context["actor"]): string {
  if (kind === "widget") return "widget";
  return kind === "link" ? "link" : "own";
}

/** A check that could not be made, because the tenant's share of the DNS queries is in use. It says nothing about the domain. */
export function noSlotForCheck(): Refusal {
  return tooMany("Many of your domains are being checked, so this one could not be.", overloadRetryMs);
}

function tooMany(reason: string, waitMs: number): Refusal {
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1_000));
  const text = `${reason} Try again in ${retryAfterSeconds} s.`;
  return new Refusal("rate_limited", text, { details: { retryAfterSeconds } });
}
