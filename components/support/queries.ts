import { oneQuery, pageQuery } from "@/components/queries/endpoint-query";
import {
  diagnoseForSupportEndpoint,
  getSupportConnectionEndpoint,
  getSupportHealthEndpoint,
  getSupportQueueEndpoint,
  getSupportTenantEndpoint,
  listFailedJobsEndpoint,
  listStuckConnectionsEndpoint,
  listSupportEdgesEndpoint,
  listSupportTenantConnectionsEndpoint,
  listSupportTenantsEndpoint,
  searchSupportEndpoint,
} from "@/lib/api/endpoints/support";
import { isSettled } from "@/lib/connections/machine";
import type { StuckBy, SupportConnection } from "@/lib/support/schema";

const pollMs = 15_000;
const queuePollMs = 60_000;
const movingPollMs = 2_500;
const limit = 50;
const pageLimit = 100;

export const supportQueueQuery = oneQuery(getSupportQueueEndpoint, {}, { refetchInterval: queuePollMs });

export function stuckConnectionsQuery(by: StuckBy, code: string) {
  return pageQuery(listStuckConnectionsEndpoint, { by, code, limit }, { pageLimit });
}

export const supportHealthQuery = oneQuery(getSupportHealthEndpoint, {}, { refetchInterval: pollMs });

export const supportEdgesQuery = oneQuery(listSupportEdgesEndpoint, {}, { refetchInterval: pollMs });

export const failedJobsQuery = pageQuery(listFailedJobsEndpoint, { limit }, { pageLimit });

/** The API searches for three characters and more: a shorter `q` is not requested. */
export function supportSearchQuery(q: string) {
  return oneQuery(searchSupportEndpoint, { q }, { enabled: q.length >= 3 });
}

/** Polled often while the connection can still change, so that support sees it go live. */
export function supportConnectionQuery(id: string) {
  return oneQuery(
    getSupportConnectionEndpoint,
    { id },
    { refetchInterval: (query) => (isMoving(query.state.data) ? movingPollMs : pollMs) },
  );
}

function isMoving(shown: SupportConnection | undefined): boolean {
  return shown !== undefined && !isSettled(shown.connection.state);
}

/** Takes seconds, so it is not polled. */
export function supportDiagnosisQuery(id: string) {
  return oneQuery(diagnoseForSupportEndpoint, { id }, { staleTime: 30_000 });
}

export const supportTenantsQuery = pageQuery(listSupportTenantsEndpoint, { limit }, { pageLimit });

export function supportTenantQuery(id: string) {
  return oneQuery(getSupportTenantEndpoint, { id });
}

export function supportTenantConnectionsQuery(id: string) {
  return pageQuery(listSupportTenantConnectionsEndpoint, { id, limit }, { pageLimit });
}
