import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { pageRuntime } from "@/app/page-runtime";
import { environmentParam, readEnvironment, readEnvironmentCookie } from "@/components/session/environment-address";
import { hasLiveApplication } from "@/lib/accounts/applications/has-live-application";
import { contextOf, type FoundSession, findSession } from "@/lib/accounts/auth/find-session";
import { toSessionResource } from "@/lib/accounts/users/get-session";
import type { SessionResource } from "@/lib/accounts/users/schema";
import { clientAddress } from "@/lib/api/client-address";
import type { Runtime } from "@/lib/api/runtime";
import { newId } from "@/lib/kernel/ids";
import type { Environment } from "@/lib/kernel/scopes";
import { recordView } from "@/lib/support/record-staff-view";

type Visitor = { found: FoundSession; service: Runtime["service"] };

/**
 * Who opened a page of the dashboard; everyone else is redirected, to sign in or to where they belong. When support staff
 * views a tenant's dashboard, the tenant's audit log records the page.
 */
export async function dashboardVisitor(): Promise<Visitor> {
  const { found, service } = await findVisitor();
  if (!found) redirect(await signInPath());
  if (!found.viewing && !found.current) redirect(found.user.isStaff ? "/support" : "/no-company");
  if (found.viewing) await recordPage();
  return { found, service };
}

/** Once per request, although the layout and the page both ask. */
const recordPage = cache(async () => {
  const { found, service, ip } = await findVisitor();
  if (found)
    await recordView(
      { ...contextOf(service, found), caller: { ip, requestId: newId(service.now()) } },
      (await requestedUrl()).pathname,
    );
});

/** A member of support staff; for everyone else, signed in or not, the page does not exist. */
export async function staffVisitor(): Promise<Visitor> {
  const { found, service } = await findVisitor();
  if (!found?.user.isStaff) notFound();
  return { found, service };
}

/** The visitor's session, or null; for pages that are open to everyone. */
export async function findPageSession(): Promise<SessionResource | null> {
  const { found } = await findVisitor();
  return found && toSessionResource(found);
}

/**
 * The environment that a page of the dashboard shows: the one in its URL, else the last one chosen in this browser, else
 * live as soon as the company has a live application.
 */
export const pageEnvironment = cache(async (): Promise<Environment> => {
  const { found, service } = await dashboardVisitor();
  const ctx = contextOf(service, found);
  const asked = readEnvironment((await requestedUrl()).searchParams.get(environmentParam));
  const chosen = asked ?? readEnvironmentCookie((await headers()).get("cookie"), ctx.tenantId);
  return chosen ?? ((await hasLiveApplication(ctx)) ? "live" : "test");
});

/** Read once per request. */
const findVisitor = cache(async () => {
  const { env, service } = await pageRuntime();
  const requested = await headers();
  const ip = clientAddress(requested, env.trustedProxies);
  return { found: await findSession(service, requested, ip), service, ip };
});

/** server.ts sends the requested address in a header, because Next does not give it to pages. */
async function requestedUrl(): Promise<URL> {
  return new URL((await headers()).get("x-latchkey-path") ?? "/", "http://page");
}

async function signInPath(): Promise<string> {
  const requested = await requestedUrl();
  requested.searchParams.delete("_rsc");
  const next = `${requested.pathname}${requested.search}`;
  return next === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(next)}`;
}
