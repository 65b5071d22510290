import type { APIRequestContext } from "@playwright/test";
import { type Latchkey, sandboxKey } from "@/e2e/support/latchkey";
import { demoApplication } from "@/e2e/support/wire";

/** A page of the product: what the tests of every page open, and what `npm run pictures` takes pictures of. */
export type Place = {
  name: string;
  path: (ids: PageIds) => string;
  /** It polls the API while it is open. */
  live?: true;
  /** Who opens it; default: an owner. */
  by?: "staff" | "visitor";
};
/** What the addresses need, from `createPageIds`. */
export type PageIds = Record<"tenant" | "connection" | "application" | "endpoint" | "delivery" | "share", string>;

export const places: readonly Place[] = [
  { name: "overview", live: true, path: () => "/" },
  { name: "connections", live: true, path: () => "/connections" },
  { name: "connections-none-found", path: () => "/connections?q=nothing-is-called-so" },
  { name: "connection", live: true, path: ({ connection }) => `/connections/${connection}` },
  { name: "connection-email", live: true, path: ({ connection }) => `/connections/${connection}/email` },
  { name: "connection-new", path: () => "/connections/new" },
  { name: "connection-import", path: () => "/connections/import" },
  { name: "applications", path: () => "/applications" },
  { name: "application", path: ({ application }) => `/applications/${application}` },
  { name: "application-keys", path: ({ application }) => `/applications/${application}/keys` },
  { name: "application-credentials", path: ({ application }) => `/applications/${application}/credentials` },
  { name: "application-credentials-new", path: ({ application }) => `/applications/${application}/credentials/new` },
  { name: "application-domain-connect", path: ({ application }) => `/applications/${application}/domain-connect` },
  { name: "domain-connect", path: () => "/domain-connect" },
  { name: "domain-connect-done", by: "visitor", path: () => "/connect/domain-connect/done?outcome=cancelled" },
  { name: "application-records", path: ({ application }) => `/applications/${application}/records` },
  { name: "application-widget", path: ({ application }) => `/applications/${application}/widget` },
  { name: "application-quick-start", path: ({ application }) => `/applications/${application}/quick-start` },
  { name: "webhooks", path: () => "/webhooks" },
  { name: "webhook-endpoint", path: ({ endpoint }) => `/webhooks/${endpoint}` },
  { name: "webhook-settings", path: ({ endpoint }) => `/webhooks/${endpoint}/settings` },
  { name: "webhook-delivery", path: ({ delivery }) => `/webhooks/deliveries/${delivery}` },
  { name: "webhook-deliveries", live: true, path: () => "/webhooks/deliveries" },
  { name: "usage", live: true, path: () => "/usage" },
  { name: "team", path: () => "/team" },
  { name: "audit-log", path: () => "/audit-log" },
  { name: "settings", path: () => "/settings" },
  { name: "branding", path: () => "/settings/branding" },
  { name: "profile", live: true, path: () => "/settings/profile" },
  { name: "sandbox-zone", path: () => "/sandbox" },
  { name: "sandbox-widget", path: () => "/sandbox/widget" },
  { name: "sandbox-mails", path: () => "/sandbox/mails" },
  { name: "unknown", path: () => "/no-such-page" },
  { name: "support", live: true, by: "staff", path: () => "/support" },
  { name: "support-found", by: "staff", path: ({ endpoint }) => `/support?q=${endpoint}` },
  { name: "support-queue", by: "staff", path: () => "/support/queue/finding/txt-missing" },
  {
    name: "support-connection",
    live: true,
    by: "staff",
    path: ({ connection }) => `/support/connections/${connection}`,
  },
  { name: "support-tenants", by: "staff", path: () => "/support/tenants" },
  { name: "support-tenant", by: "staff", path: ({ tenant }) => `/support/tenants/${tenant}` },
  { name: "support-edges", live: true, by: "staff", path: () => "/support/edges" },
  { name: "support-health", live: true, by: "staff", path: () => "/support/health" },
  { name: "sign-in", by: "visitor", path: () => "/sign-in" },
  { name: "sign-up", by: "visitor", path: () => "/sign-up" },
  { name: "forgot-password", by: "visitor", path: () => "/forgot-password" },
  { name: "reset-password", by: "visitor", path: () => "/reset-password/nothing" },
  { name: "verify-email", by: "visitor", path: () => "/verify-email/nothing" },
  { name: "invitation", by: "visitor", path: () => "/invitations/nothing" },
  { name: "shared", by: "visitor", path: ({ share }) => new URL(share).pathname },
  { name: "stop-mails", by: "visitor", path: () => "/connect/stop/nothing" },
  { name: "troubleshooting", by: "visitor", path: () => "/docs/troubleshooting" },
];

/** A domain, an endpoint, a delivery and a share link for the pages that show one. */
export async function createPageIds(sandbox: Latchkey, staff: APIRequestContext): Promise<PageIds> {
  const api = sandbox.api(sandboxKey);
  const id = (answer: { body: unknown }) => (answer.body as { id: string }).id;
  const application = await demoApplication(api);
  const name = `every-${Math.random().toString(36).slice(2, 8)}.page.test`;
  const endpoint = id(
    await api("POST", "/v1/webhook-endpoints", { url: "http://127.0.0.1:9/hook", description: name }),
  );
  const connection = id(await api("POST", "/v1/connections", { application_id: application, hostname: name }));
  const shared = (await api("POST", `/v1/connections/${connection}/share-links`, {})).body as { url: string };
  const found = await (await staff.get(`/v1/support/connections/${connection}`)).json();
  return {
    tenant: found.tenant.id,
    application,
    connection,
    endpoint,
    share: shared.url,
    delivery: id(await api("POST", `/v1/webhook-endpoints/${endpoint}:test`)),
  };
}
