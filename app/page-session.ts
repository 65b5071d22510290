import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { pageRuntime } from "@/app/page-runtime";
import { contextOf, type FoundSession, findSession, staffContextOf } from "@/lib/accounts/auth/find-session";
import { toSessionResource } from "@/lib/accounts/users/get-session";
import type { SessionResource } from "@/lib/accounts/users/schema";
import type { Runtime } from "@/lib/api/runtime";
import { type Context, onBehalfOf } from "@/lib/platform/ports/context";
import { recordView } from "@/lib/support/record-staff-view";

/**
 * Who looks at a page of the dashboard, and the context of their role in their tenant. Otherwise: to the sign-in page.
 * Of staff who look at a tenant's dashboard, its log says which page they opened.
 */
export async function pageSession(): Promise<{ ctx: Context; session: SessionResource }> {
  const { found, service } = await findVisitor();
  if (!found) redirect(await signInPath());
  if (!found.viewing && !found.current) redirect(found.user.isStaff ? "/support" : "/no-company");
  if (found.viewing) await recordPage();
  return { ctx: contextOf(service, found), session: toSessionResource(found) };
}

/** Once for a request, although its layout and its page both ask who looks. */
const recordPage = cache(async () => {
  const { found, service } = await findVisitor();
  if (found) await recordView(contextOf(service, found), (await wantedPage()).pathname);
});

/**
 * A member of support staff; for everyone else, signed in or not, the page does not exist. `ctx` acts for no tenant: take
 * `actingFor` the one that is looked at.
 */
export async function staffSession(): Promise<{
  ctx: Context;
  session: SessionResource;
  actingFor(tenantId: string): Context;
}> {
  const { found, service } = await findVisitor();
  if (!found?.user.isStaff) notFound();
  const ctx = staffContextOf(service, found);
  return {
    ctx,
    session: toSessionResource(found),
    actingFor: (tenantId) => onBehalfOf(service, tenantId, ctx.actor),
  };
}

/** The visitor's session, or null; for pages that are open to everyone. */
export async function findPageSession(): Promise<SessionResource | null> {
  const { found } = await findVisitor();
  return found && toSessionResource(found);
}

/** Asked once for a request. */
const findVisitor = cache(
  async (): Promise<{
    found: FoundSession | null;
    service: Runtime["service"];
  }> => {
    const { service } = await pageRuntime();
    return { found: await findSession(service, await headers()), service };
  },
);

/** server.ts says where the visitor wanted to go: Next does not tell its pages. */
async function wantedPage(): Promise<URL> {
  return new URL((await headers()).get("x-latchkey-path") ?? "/", "http://page");
}

async function signInPath(): Promise<string> {
  const wanted = await wantedPage();
  wanted.searchParams.delete("_rsc");
  const next = `${wanted.pathname}${wanted.search}`;
  return next === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(next)}`;
}
