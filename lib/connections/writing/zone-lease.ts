import { randomUUID } from "node:crypto";
import { findAdapter } from "@/lib/dns/adapters/adapters";
import { errorText } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";

/** Longer than a crash may be noticed late; shorter than a person waits for the next try. */
const leaseMs = 60_000;

export type ZoneKey = { provider: string; zone: string };

/**
 * Runs `work` as the only writer of a zone, in all processes: two jobs, two credentials and a person's change wait for each
 * other. The lease of a process that died ends after a minute.
 * @returns null where another writer has the zone now
 */
export async function withZoneLease<T>(
  ctx: Context,
  zone: ZoneKey,
  work: () => Promise<T>,
): Promise<{ result: T } | null> {
  const key = leaseKey(ctx.tenantId, zone);
  const holder = randomUUID();
  if (!(await take(ctx, key, holder))) return null;
  const renewal = setInterval(() => {
    extend(ctx, key, holder).catch((error) =>
      ctx.log.warn({ err: errorText(error) }, "could not extend the lease of a zone"),
    );
  }, leaseMs / 3);
  try {
    return { result: await work() };
  } finally {
    clearInterval(renewal);
    await ctx.database.prisma.zoneLease.deleteMany({ where: { key, holder } });
  }
}

/**
 * A provider's own API knows one zone of a name, whoever opens it. A server that a tenant runs can have a zone of any name:
 * it must not keep others from writing theirs.
 */
function leaseKey(tenantId: string, { provider, zone }: ZoneKey): string {
  const isSelfHosted = findAdapter(provider)?.facts.fields.some(({ target }) => target !== undefined) ?? true;
  return isSelfHosted ? `${tenantId} ${zone}` : `${provider} ${zone}`;
}

async function take(ctx: Context, key: string, holder: string): Promise<boolean> {
  const now = ctx.now();
  // Later than a lease can last: it was stored by a clock that was ahead.
  const taken = await ctx.database.prisma.$executeRaw`
    INSERT INTO zone_leases (key, holder, until) VALUES (${key}, ${holder}::uuid, ${until(now)})
    ON CONFLICT (key) DO UPDATE SET holder = EXCLUDED.holder, until = EXCLUDED.until
    WHERE zone_leases.until <= ${now} OR zone_leases.until > ${new Date(now.getTime() + 2 * leaseMs)}`;
  return taken === 1;
}

async function extend(ctx: Context, key: string, holder: string): Promise<void> {
  await ctx.database.prisma.zoneLease.updateMany({ where: { key, holder }, data: { until: until(ctx.now()) } });
}

function until(now: Date): Date {
  return new Date(now.getTime() + leaseMs);
}
