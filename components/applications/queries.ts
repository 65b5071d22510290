import { oneQuery, pageQuery, queryKeyOf } from "@/components/queries/endpoint-query";
import { countConnectionsCall } from "@/lib/api/calls/count-connections";
import { getApplicationCall } from "@/lib/api/calls/get-application";
import { getDomainConnectCall } from "@/lib/api/calls/get-domain-connect";
import { listApplicationsCall } from "@/lib/api/calls/list-applications";
import { listKeysCall } from "@/lib/api/calls/list-keys";
import type { Environment } from "@/lib/kernel/scopes";

const pageSize = 50;

const keysPollMs = 10_000;

export function applicationsQuery(environment: Environment) {
  return pageQuery(listApplicationsCall, { limit: pageSize, environment });
}

/** The lists of both environments. */
export const applicationLists = { queryKey: queryKeyOf(listApplicationsCall) };

export function applicationQuery(id: string) {
  return oneQuery(getApplicationCall, { id });
}

export function domainConnectQuery(id: string) {
  return oneQuery(getDomainConnectCall, { id });
}

/** How many connections an application has, by state. */
export function connectionCountQuery(applicationId: string) {
  return oneQuery(countConnectionsCall, { applicationId });
}

/** Polled: people open this list to see when a key was last used. */
export function keysQuery(id: string) {
  return pageQuery(
    listKeysCall,
    { id, limit: pageSize },
    { refetchInterval: (query) => keysPollMs * (query.state.data?.pages.length ?? 1) },
  );
}
