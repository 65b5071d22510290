import { oneQuery, pageQuery, queryKeyOf } from "@/components/queries/endpoint-query";
import { getApplicationEndpoint, listApplicationsEndpoint, listKeysEndpoint } from "@/lib/api/endpoints/applications";
import { countConnectionsEndpoint } from "@/lib/api/endpoints/connections";
import { getDomainConnectEndpoint } from "@/lib/api/endpoints/domain-connect";
import type { Environment } from "@/lib/kernel/scopes";

const pageSize = 50;

const keysPollMs = 10_000;

export function applicationsQuery(environment: Environment) {
  return pageQuery(listApplicationsEndpoint, { limit: pageSize, environment });
}

/** The lists of both environments. */
export const applicationLists = { queryKey: queryKeyOf(listApplicationsEndpoint) };

export function applicationQuery(id: string) {
  return oneQuery(getApplicationEndpoint, { id });
}

export function domainConnectQuery(id: string) {
  return oneQuery(getDomainConnectEndpoint, { id });
}

/** How many connections an application has, by state. */
export function connectionCountQuery(applicationId: string) {
  return oneQuery(countConnectionsEndpoint, { applicationId });
}

/** Polled: people open this list to see when a key was last used. */
export function keysQuery(id: string) {
  return pageQuery(
    listKeysEndpoint,
    { id, limit: pageSize },
    { refetchInterval: (query) => keysPollMs * (query.state.data?.pages.length ?? 1) },
  );
}
