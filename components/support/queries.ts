import { oneQuery, pageQuery } from "@/components/queries/endpoint-query";
import { diagnoseForSupportCall } from "@/lib/api/calls/diagnose-for-support";
import { getSupportConnectionCall } from "@/lib/api/calls/get-support-connection";
import { getSupportHealthCall } from "@/lib/api/calls/get-support-health";
import { getSupportQueueCall } from "@/lib/api/calls/get-support-queue";
import { getSupportTenantCall } from "@/lib/api/calls/get-support-tenant";
import { listFailedJobsCall } from "@/lib/api/calls/list-failed-jobs";
import { listStuckConnectionsCall } from "@/lib/api/calls/list-stuck-connections";
import { listSupportEdgesCall } from "@/lib/api/calls/list-support-edges";
import { listSupportTenantConnectionsCall } from "@/lib/api/calls/list-support-tenant-connections";
import { listSupportTenantsCall } from "@/lib/api/calls/list-support-tenants";
import { searchSupportCall } from "@/lib/api/calls/search-support";
import { isSettled } from "@/lib/connections/machine";
import type { StuckBy, SupportConnection } from "@/lib/support/schema";

const pollMs = 15_000;
const queuePollMs = 60_000;
const movingPollMs = 2_500;
const limit = 50;
const pageLimit = 100;

export const supportQueueQuery = oneQuery(getSupportQueueCall, {}, { refetchInterval: queuePollMs });

export function stuckConnectionsQuery(by: StuckBy, code: string) {
  return pageQuery(listStuckConnectionsCall, { by, code, limit }, { pageLimit });
}

export const supportHealthQuery = oneQuery(getSupportHealthCall, {}, { refetchInterval: pollMs });

export const supportEdgesQuery = oneQuery(listSupportEdgesCall, {}, { refetchInterval: pollMs });

export const failedJobsQuery = pageQuery(listFailedJobsCall, { limit }, { pageLimit });

/** The API searches for three characters and more: a shorter `q` is not requested. */
export function supportSearchQuery(q: string) {
  return oneQuery(searchSupportCall, { q }, { enabled: q.length >= 3 });
}

/** Polled often while the connection can still change, so that support sees it go live. */
export function supportConnectionQuery(id: string) {
  return oneQuery(
    getSupportConnectionCall,
    { id },
    { refetchInterval: (query) => (isMoving(query.state.data) ? movingPollMs : pollMs) },
  );
}

function isMoving(shown: SupportConnection | undefined): boolean {
  return shown !== undefined && !isSettled(shown.connection.state);
}

/** Takes seconds, so it is not polled. */
export function supportDiagnosisQuery(id: string) {
  return oneQuery(diagnoseForSupportCall, { id }, { staleTime: 30_000 });
}

export const supportTenantsQuery = pageQuery(listSupportTenantsCall, { limit }, { pageLimit });

export function supportTenantQuery(id: string) {
  return oneQuery(getSupportTenantCall, { id });
}

export function supportTenantConnectionsQuery(id: string) {
  return pageQuery(listSupportTenantConnectionsCall, { id, limit }, { pageLimit });
}
