import type { Context } from "@/lib/platform/ports/context";

/** Whoever follows the README connects this one. */
const readmeHostname = "shop.acme.test";
const maxSlug = 40;
const candidates = 50;
/** Of the same name: who signed up just before, and has not connected the hostname yet. */
const recentTenants = 1_000;

/**
 * A hostname under `.test` that this tenant can connect, made of its name, for the first steps in the sandbox; null outside
 * of it. Tenants whose names are alike get different ones, also where neither has connected it yet.
 */
export async function suggestHostname(ctx: Context): Promise<string | null> {
  if (!ctx.policy.sandbox) return null;
  const { prisma } = ctx.database;
  const tenant = await prisma.tenant.findUniqueOrThrow({ where: { id: ctx.tenantId }, select: { name: true } });
  const slug = slugOf(tenant.name);
  const earlier = await prisma.tenant.findMany({
    where: { id: { lt: ctx.tenantId } },
    orderBy: { id: "desc" },
    take: recentTenants,
    select: { name: true },
  });
  const rank = earlier.filter(({ name }) => slugOf(name) === slug).length;
  const names = Array.from({ length: candidates }, (_, index) => hostnameOf(slug, rank + index + 1));
  const held = await prisma.connection.findMany({
    where: { hostname: { in: names }, state: { not: "archived" } },
    select: { hostname: true },
  });
  const taken = new Set([readmeHostname, ...held.map(({ hostname }) => hostname)]);
  return names.find((name) => !taken.has(name)) ?? hostnameOf(`${slug}-${ctx.tenantId.slice(-12)}`, 1);
}

function hostnameOf(slug: string, number: number): string {
  return number === 1 ? `shop.${slug}.test` : `shop${number}.${slug}.test`;
}

/** A label of ASCII letters and digits. */
function slugOf(company: string): string {
  const words = company
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, maxSlug)
    .replace(/^-+|-+$/g, "");
  return words === "" ? "company" : words;
}
