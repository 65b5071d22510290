import type { z } from "zod";
import { createApplication } from "@/lib/accounts/applications/create-application";
import { createKey } from "@/lib/accounts/applications/create-key";
import { deleteApplication } from "@/lib/accounts/applications/delete-application";
import { getApplication } from "@/lib/accounts/applications/get-application";
import { listApplicationNames } from "@/lib/accounts/applications/list-application-names";
import { listApplications } from "@/lib/accounts/applications/list-applications";
import { listKeys } from "@/lib/accounts/applications/list-keys";
import { revokeKey } from "@/lib/accounts/applications/revoke-key";
import { updateApplication } from "@/lib/accounts/applications/update-application";
import { changePlan } from "@/lib/accounts/billing/change-plan";
import { createCheckout } from "@/lib/accounts/billing/create-checkout";
import { getSubscription } from "@/lib/accounts/billing/get-subscription";
import { deleteLogo } from "@/lib/accounts/branding/delete-logo";
import { getBranding } from "@/lib/accounts/branding/get-branding";
import { putLogo } from "@/lib/accounts/branding/put-logo";
import { updateBranding } from "@/lib/accounts/branding/update-branding";
import { createCredential } from "@/lib/accounts/credentials/create-credential";
import { deleteCredential } from "@/lib/accounts/credentials/delete-credential";
import { getCredential } from "@/lib/accounts/credentials/get-credential";
import { listCredentials } from "@/lib/accounts/credentials/list-credentials";
import { testCredential } from "@/lib/accounts/credentials/test-credential";
import { checkDomainConnect } from "@/lib/accounts/domain-connect/check-domain-connect";
import { createDomainConnectKey } from "@/lib/accounts/domain-connect/create-domain-connect-key";
import { getDomainConnect } from "@/lib/accounts/domain-connect/get-domain-connect";
import { putDomainConnect } from "@/lib/accounts/domain-connect/put-domain-connect";
import { getUsage } from "@/lib/accounts/quotas/get-usage";
import { listPlans } from "@/lib/accounts/quotas/list-plans";
import { listUsage } from "@/lib/accounts/quotas/list-usage";
import { createInvitation } from "@/lib/accounts/tenants/create-invitation";
import { getTenant } from "@/lib/accounts/tenants/get-tenant";
import { listInvitations } from "@/lib/accounts/tenants/list-invitations";
import { listMembers } from "@/lib/accounts/tenants/list-members";
import { removeMember } from "@/lib/accounts/tenants/remove-member";
import { revokeInvitation } from "@/lib/accounts/tenants/revoke-invitation";
import { updateMember } from "@/lib/accounts/tenants/update-member";
import { updateTenant } from "@/lib/accounts/tenants/update-tenant";
import { createToken } from "@/lib/accounts/tokens/create-token";
import { getWidget } from "@/lib/accounts/tokens/get-widget";
import { deleteView } from "@/lib/accounts/users/delete-view";
import { endDevice } from "@/lib/accounts/users/end-device";
import { endOtherDevices } from "@/lib/accounts/users/end-other-devices";
import { getSession } from "@/lib/accounts/users/get-session";
import { leaveTenant } from "@/lib/accounts/users/leave-tenant";
import { listDevices } from "@/lib/accounts/users/list-devices";
import { listViews } from "@/lib/accounts/users/list-views";
import { saveView } from "@/lib/accounts/users/save-view";
import { switchTenant } from "@/lib/accounts/users/switch-tenant";
import { updateUser } from "@/lib/accounts/users/update-user";
import type { Endpoint } from "@/lib/api/endpoints/endpoint";
import { isPublic } from "@/lib/api/endpoints/endpoint";
import { type EndpointId, type EndpointOf, endpoints } from "@/lib/api/endpoints/registry";
import { handle, handlePublic, type Route } from "@/lib/api/handle";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { archiveConnections } from "@/lib/connections/archive-connections";
import { checkRecordsNow } from "@/lib/connections/check-records-now";
import { clearShareHostname } from "@/lib/connections/clear-share-hostname";
import { countConnections } from "@/lib/connections/count-connections";
import { createConnection } from "@/lib/connections/create-connection";
import { createConnections } from "@/lib/connections/create-connections";
import { debugDomainConnect } from "@/lib/connections/domain-connect/debug-domain-connect";
import { getDomainConnectOffer } from "@/lib/connections/domain-connect/get-domain-connect-offer";
import { startDomainConnect } from "@/lib/connections/domain-connect/start-domain-connect";
import { checkDomain } from "@/lib/connections/domains/check-domain";
import { applyEmailRecords } from "@/lib/connections/email/apply-email-records";
import { generateEmailRecords } from "@/lib/connections/email/generate-email-records";
import { exportConnections } from "@/lib/connections/export-connections";
import { exportRecords } from "@/lib/connections/export-records";
import { getConnection } from "@/lib/connections/get-connection";
import { getObservations } from "@/lib/connections/get-observations";
import { listCauses } from "@/lib/connections/list-causes";
import { listConnections } from "@/lib/connections/list-connections";
import { listEvents } from "@/lib/connections/list-events";
import { setShareHostname } from "@/lib/connections/set-share-hostname";
import { getOverview } from "@/lib/connections/stats/get-overview";
import { listDeliveryCounts } from "@/lib/connections/stats/list-delivery-counts";
import { listStateCounts } from "@/lib/connections/stats/list-state-counts";
import { updateConnection } from "@/lib/connections/update-connection";
import { applyRecords } from "@/lib/connections/writing/apply-records";
import { planRecords } from "@/lib/connections/writing/plan-records";
import { undoRecords } from "@/lib/connections/writing/undo-records";
import { createShareLink } from "@/lib/diagnosis/create-share-link";
import { diagnoseConnection } from "@/lib/diagnosis/diagnose-connection";
import { listShareLinks } from "@/lib/diagnosis/list-share-links";
import { listSnapshots } from "@/lib/diagnosis/list-snapshots";
import { revokeShareLink } from "@/lib/diagnosis/revoke-share-link";
import { sendInstructions } from "@/lib/diagnosis/send-instructions";
import { getSetUp } from "@/lib/diagnosis/setup/get-set-up";
import { verifyConnection } from "@/lib/diagnosis/verify-connection";
import { verifyConnections } from "@/lib/diagnosis/verify-connections";
import { listProviders } from "@/lib/dns/adapters/list-providers";
import { listAuditLog } from "@/lib/platform/audit/list-audit-log";
import { listChanges } from "@/lib/platform/changes/list-changes";
import type { Context, ServiceContext } from "@/lib/platform/ports/context";
import { assignConnection } from "@/lib/support/assign-connection";
import { createSupportNote } from "@/lib/support/create-support-note";
import { createSupportShareLink } from "@/lib/support/create-support-share-link";
import { diagnoseForSupport } from "@/lib/support/diagnose-for-support";
import { discardJob } from "@/lib/support/discard-job";
import { getSupportConnection } from "@/lib/support/get-support-connection";
import { getSupportHealth } from "@/lib/support/get-support-health";
import { getSupportQueue } from "@/lib/support/get-support-queue";
import { getSupportTenant } from "@/lib/support/get-support-tenant";
import { listFailedJobs } from "@/lib/support/list-failed-jobs";
import { listStuckConnections } from "@/lib/support/list-stuck-connections";
import { listSupportEdges } from "@/lib/support/list-support-edges";
import { listSupportTenantConnections } from "@/lib/support/list-support-tenant-connections";
import { listSupportTenants } from "@/lib/support/list-support-tenants";
import { probeHostname } from "@/lib/support/probe-hostname";
import { recheckConnection } from "@/lib/support/recheck-connection";
import { retryJob } from "@/lib/support/retry-job";
import { searchSupport } from "@/lib/support/search-support";
import { startViewing } from "@/lib/support/start-viewing";
import { stopViewing } from "@/lib/support/stop-viewing";
import { updateSupportTenant } from "@/lib/support/update-support-tenant";
import { getWebhookDelivery } from "@/lib/webhooks/deliveries/get-webhook-delivery";
import { listWebhookDeliveries } from "@/lib/webhooks/deliveries/list-webhook-deliveries";
import { replayWebhookDelivery } from "@/lib/webhooks/deliveries/replay-webhook-delivery";
import { sendTestEvent } from "@/lib/webhooks/deliveries/send-test-event";
import { createWebhookEndpoint } from "@/lib/webhooks/endpoints/create-webhook-endpoint";
import { deleteWebhookEndpoint } from "@/lib/webhooks/endpoints/delete-webhook-endpoint";
import { getWebhookEndpoint } from "@/lib/webhooks/endpoints/get-webhook-endpoint";
import { listWebhookEndpoints } from "@/lib/webhooks/endpoints/list-webhook-endpoints";
import { rotateWebhookSecret } from "@/lib/webhooks/endpoints/rotate-webhook-secret";
import { updateWebhookEndpoint } from "@/lib/webhooks/endpoints/update-webhook-endpoint";

type Verb<C, E> = E extends Endpoint<infer I, infer O> ? (ctx: C, input: z.output<I>) => Promise<z.output<O>> : never;

/** The verbs that anyone may call without credentials. They act for no tenant. */
const publicVerbs = { listProviders } satisfies { [Id in EndpointId]?: Verb<ServiceContext, EndpointOf<Id>> };

/** The verb of every other endpoint of `/v1`, by the endpoint's id. */
const verbs = {
  createConnection,
  createConnections,
  listConnections,
  countConnections,
  listCauses,
  exportConnections,
  verifyConnections,
  archiveConnections,
  getConnection,
  updateConnection,
  exportRecords,
  archiveConnection,
  listEvents,
  getObservations,
  verifyConnection,
  checkRecords: checkRecordsNow,
  planRecords,
  applyRecords,
  undoRecords,
  getDiagnosis: diagnoseConnection,
  getSetUp,
  listSnapshots,
  createShareLink,
  sendInstructions,
  listShareLinks,
  revokeShareLink,
  listChanges,
  checkDomain,
  debugDomainConnect,
  getDomainConnectOffer,
  startDomainConnect,
  getDomainConnect,
  putDomainConnect,
  createDomainConnectKey,
  checkDomainConnect,
  generateEmailRecords,
  applyEmailRecords,
  createApplication,
  listApplications,
  listApplicationNames,
  getApplication,
  updateApplication,
  deleteApplication,
  createKey,
  listKeys,
  revokeKey,
  createCredential,
  listCredentials,
  getCredential,
  testCredential,
  deleteCredential,
  createToken,
  getWidget,
  createWebhookEndpoint,
  listWebhookEndpoints,
  getWebhookEndpoint,
  updateWebhookEndpoint,
  deleteWebhookEndpoint,
  rotateWebhookSecret,
  sendTestEvent,
  listWebhookDeliveries,
  getWebhookDelivery,
  replayWebhookDelivery,
  getOverview,
  listStateCounts,
  listDeliveryCounts,
  listPlans,
  getSubscription,
  getUsage,
  listUsage,
  changePlan,
  createCheckout,
  listAuditLog,
  getTenant,
  updateTenant,
  listMembers,
  updateMember,
  removeMember,
  createInvitation,
  listInvitations,
  revokeInvitation,
  getBranding,
  updateBranding,
  putLogo,
  deleteLogo,
  setShareHostname,
  clearShareHostname,
  getSession,
  listViews,
  saveView,
  deleteView,
  switchTenant,
  leaveTenant,
  updateUser,
  listDevices,
  endDevice,
  endOtherDevices,
  searchSupport,
  getSupportQueue,
  listStuckConnections,
  getSupportConnection,
  diagnoseForSupport,
  recheckConnection,
  probeHostname,
  createSupportShareLink,
  assignConnection,
  createSupportNote,
  listFailedJobs,
  retryJob,
  discardJob,
  listSupportTenants,
  startViewing,
  stopViewing,
  getSupportTenant,
  updateSupportTenant,
  listSupportTenantConnections,
  getSupportHealth,
  listSupportEdges,
} satisfies { [Id in Exclude<EndpointId, keyof typeof publicVerbs>]: Verb<Context, EndpointOf<Id>> };

/** The route of each endpoint, by the endpoint's id. */
export const routes = Object.fromEntries(endpoints.map((endpoint) => [endpoint.id, routeOf(endpoint)])) as Readonly<
  Record<EndpointId, Route>
>;

function routeOf(endpoint: Endpoint): Route {
  return isPublic(endpoint)
    ? handlePublic(endpoint, verbOf<ServiceContext>(publicVerbs, endpoint.id))
    : handle(endpoint, verbOf<Context>(verbs, endpoint.id));
}

/** @throws Error where the verb is in the other table: a call without credentials must not reach a tenant's verb */
function verbOf<C>(table: object, id: string): (ctx: C, input: unknown) => Promise<unknown> {
  const verb = (table as Record<string, (ctx: C, input: unknown) => Promise<unknown>>)[id];
  if (!verb) throw new Error(`the endpoint ${id} has no verb for its kind of caller in lib/api/routes.ts`);
  return verb;
}
