import { keepPreviousData } from "@tanstack/react-query";
import type { z } from "zod";
import type { ConnectionsView } from "@/components/connection-facts/view";
import { oneQuery, pageQuery } from "@/components/queries/endpoint-query";
import { countConnectionsCall } from "@/lib/api/calls/count-connections";
import { listCausesCall } from "@/lib/api/calls/list-causes";
import { listConnectionsCall } from "@/lib/api/calls/list-connections";
import { type ConnectionState, connectionStates } from "@/lib/connections/machine";
import type { countConnectionsSchema } from "@/lib/connections/schema";

const tablePageSize = 50;

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
