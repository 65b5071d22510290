import { keepPreviousData } from "@tanstack/react-query";
import type { z } from "zod";
import type { ConnectionsView } from "@/components/connection-facts/view";
import { dataOf, oneQuery, pageQuery } from "@/components/queries/endpoint-query";
import { checkDomainCall } from "@/lib/api/calls/check-domain";
import { countConnectionsCall } from "@/lib/api/calls/count-connections";
import { getConnectionCall } from "@/lib/api/calls/get-connection";
import { getObservationsCall } from "@/lib/api/calls/get-observations";
import { listApplicationNamesCall } from "@/lib/api/calls/list-application-names";
import { listCausesCall } from "@/lib/api/calls/list-causes";
import { listChangesCall } from "@/lib/api/calls/list-changes";
import { listConnectionsCall } from "@/lib/api/calls/list-connections";
import { listEventsCall } from "@/lib/api/calls/list-events";
import { listMembersCall } from "@/lib/api/calls/list-members";
import { listProvidersCall } from "@/lib/api/calls/list-providers";
import { listWebhookDeliveriesCall } from "@/lib/api/calls/list-webhook-deliveries";
import { type ConnectionState, connectionStates } from "@/lib/connections/machine";
import type { countConnectionsSchema } from "@/lib/connections/schema";
import type { Environment } from "@/lib/kernel/scopes";

const pollMs = 20_000;
const catalogStaleMs = 5 * 60_000;
const eventsPageSize = 20;
const tablePageSize = 50;
const searchSize = 8;
const deliverySearchSize = 3;
/** As many as one answer can hold. */
const maxNames = 100;

const unarchived: ConnectionState[] = connectionStates.filter((state) => state !== "archived");

/** The filters of a view, as the list and the counts take them. */
export function filterOf({
  q,
  applicationId,
  batchId,
  attention,
  finding,
  environment,
}: ConnectionsView): z.input<typeof countConnectionsSchema> {
  return {
    ...(environment && { environment }),
    ...(q && { q }),
    ...(applicationId && { applicationId }),
    ...(batchId && { batchId }),
    ...(attention && { attention }),
    ...(finding && { finding }),
  };
}

/** The table's rows. Not polled: `useConnectionChanges` refetches what has changed. */
export function connectionsQuery(view: ConnectionsView) {
  return pageQuery(
    listConnectionsCall,
    { ...rowFilterOf(view), sort: view.sort, order: view.order, limit: tablePageSize },
    { placeholderData: keepPreviousData },
  );
}

/** The number of connections in each state, whatever states the view shows. */
export function connectionCountsQuery(view: ConnectionsView) {
  return oneQuery(countConnectionsCall, filterOf(view), { placeholderData: keepPreviousData });
}

/** The filters of the table's rows. */
export function rowFilterOf(view: ConnectionsView) {
  return { ...filterOf(view), state: view.states.length > 0 ? [...view.states] : unarchived };
}

/** The causes among the view's rows, whichever one it shows. */
export function causesQuery(view: ConnectionsView) {
  return oneQuery(listCausesCall, rowFilterOf({ ...view, finding: null }), { placeholderData: keepPreviousData });
}

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
