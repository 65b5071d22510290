import { dataOf, oneQuery, pageQuery } from "@/components/queries/endpoint-query";
import { checkDomainCall } from "@/lib/api/calls/check-domain";
import { getConnectionCall } from "@/lib/api/calls/get-connection";
import { getObservationsCall } from "@/lib/api/calls/get-observations";
import { listApplicationNamesCall } from "@/lib/api/calls/list-application-names";
import { listChangesCall } from "@/lib/api/calls/list-changes";
import { listConnectionsCall } from "@/lib/api/calls/list-connections";
import { listEventsCall } from "@/lib/api/calls/list-events";
import { listMembersCall } from "@/lib/api/calls/list-members";
import { listProvidersCall } from "@/lib/api/calls/list-providers";
import { listWebhookDeliveriesCall } from "@/lib/api/calls/list-webhook-deliveries";
import type { Environment } from "@/lib/kernel/scopes";

const pollMs = 20_000;
const catalogStaleMs = 5 * 60_000;
const eventsPageSize = 20;
const searchSize = 8;
const deliverySearchSize = 3;
/** As many as one answer can hold. */
const maxNames = 100;

/** Where the browser's change feed starts. A server page fetches it before anything else, so that no change is missed. */
export const changesCursorQuery = oneQuery(listChangesCall, { wait: 0 }, { staleTime: Number.POSITIVE_INFINITY });

/** The names of the applications, newest first. */
export const applicationNamesQuery = oneQuery(
  listApplicationNamesCall,
  { limit: maxNames },
  { select: dataOf, staleTime: catalogStaleMs },
);

/** The people of the company that a search or a filter offers. */
export const memberNamesQuery = oneQuery(
  listMembersCall,
  { limit: maxNames },
  { select: dataOf, staleTime: catalogStaleMs, retry: false },
);
/** Those of one environment: what a form or a filter offers. */
export function applicationChoicesQuery(environment: Environment) {
  return oneQuery(
    listApplicationNamesCall,
    { limit: maxNames, environment },
    { select: dataOf, staleTime: catalogStaleMs },
  );
}

/** The catalog of DNS providers: names for the keys. */
export const providersQuery = oneQuery(listProvidersCall, {}, { select: dataOf, staleTime: catalogStaleMs });

/** What it would take to connect a hostname. Stores nothing, so it may run while somebody types. */
export function domainCheckQuery(hostname: string, applicationId: string | null) {
  return oneQuery(
    checkDomainCall,
    { hostname, ...(applicationId && { applicationId }) },
    { staleTime: 30_000, retry: false },
  );
}

/** The first few hostnames that contain `q`, archived ones too: for the command palette. Of both environments: null. */
export function connectionSearchQuery(q: string, environment: Environment | null) {
  return oneQuery(
    listConnectionsCall,
    { limit: searchSize, ...(environment && { environment }), ...(q && { q }) },
    { select: dataOf },
  );
}

/** The newest deliveries by an id or a part of a hostname: for the command palette. */
export function deliverySearchQuery(q: string, environment: Environment | null) {
  return oneQuery(
    listWebhookDeliveriesCall,
    { limit: deliverySearchSize, ...(environment && { environment }), ...(q && { q }) },
    { select: dataOf, retry: false },
  );
}

/** Polled, because the change feed does not report a check that found nothing new. */
export function connectionQuery(id: string) {
  return oneQuery(
    getConnectionCall,
    { id },
    { refetchInterval: (query) => (query.state.data?.state === "archived" ? false : pollMs) },
  );
}

/** The last answer of each nameserver. */
export function observationsQuery(id: string) {
  return oneQuery(getObservationsCall, { id }, { refetchInterval: pollMs });
}

export function eventsQuery(id: string) {
  return pageQuery(listEventsCall, { id, limit: eventsPageSize });
}
