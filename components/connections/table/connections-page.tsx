"use client";

import { type UseInfiniteQueryResult, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Archive, CloudOff, SearchX } from "lucide-react";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { type ConnectionsView, isFiltered, sortedBy, withoutFilters } from "@/components/connection-facts/view";
import type { SandboxFacts } from "@/components/connections/first-steps";
import { FirstSteps } from "@/components/connections/lazy-first-steps";
import { useConnectionChanges } from "@/components/connections/live-changes";
import { StateAnnouncer } from "@/components/connections/state-announcer";
import { BulkButtons, type BulkKind } from "@/components/connections/table/bulk-buttons";
import { CauseChips } from "@/components/connections/table/cause-chips";
import {
  connectionColumns,
  type OptionalColumn,
  usualColumns,
} from "@/components/connections/table/connection-columns";
import { ConnectionsHeader } from "@/components/connections/table/connections-header";
import { countText, sumOf, unarchivedCount } from "@/components/connections/table/count-text";
import { ExportButton } from "@/components/connections/table/export-button";
import { useRowKeys } from "@/components/connections/table/row-keys";
import { SavedViews } from "@/components/connections/table/saved-views";
import { StateChips } from "@/components/connections/table/state-chips";
import { TableOptions } from "@/components/connections/table/table-options";
import { useTablePreferences } from "@/components/connections/table/table-preferences";
import { TableToolbar } from "@/components/connections/table/table-toolbar";
import { maxMatching, useMatching } from "@/components/connections/table/use-matching";
import { useView } from "@/components/connections/table/use-view";
import { causesQuery, connectionCountsQuery, connectionsQuery } from "@/components/queries/connections-queries";
import { applicationChoicesQuery, providersQuery } from "@/components/queries/queries";
import { QueryError } from "@/components/queries/query-error";
import { useEnvironment } from "@/components/session/environment";
import { BulkBar } from "@/components/ui/bulk-bar";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-classes";
import { EmptyState } from "@/components/ui/empty-state";
import { LoadMore } from "@/components/ui/load-more";
import { isLongName } from "@/components/ui/middle-truncate";
import { useReadOnly } from "@/components/ui/read-only";
import { useRowSelection } from "@/components/ui/row-selection";
import { whenIdle } from "@/components/ui/when-idle";
import { connectionSorts } from "@/lib/connections/policy";
import type { ConnectionCounts, ConnectionSummary } from "@/lib/connections/schema";

const loadBulk = () => import("@/components/connections/table/bulk-dialog");
const BulkDialog = lazy(() => loadBulk().then((file) => ({ default: file.BulkDialog })));

const noConnections: ConnectionSummary[] = [];

/** The table of connections. The URL holds the view, and changes appear automatically. */
export function ConnectionsPage({ appUrl, sandbox }: { appUrl: string; sandbox: SandboxFacts | null }) {
  const { view, show } = useView();
  const [preferences, setPreferences] = useTablePreferences();
  const counts = useQuery(connectionCountsQuery(view));
  const causes = useQuery(causesQuery(view));
  const applications = useQuery(applicationChoicesQuery(useEnvironment())).data ?? [];
  const list = useInfiniteQuery({ ...connectionsQuery(view), select: shownOf });
  const table = useColumns(list.data?.rows ?? noConnections, preferences.columns);
  useConnectionChanges();
  const isUntouched = counts.isSuccess && !isFiltered(view) && sumOf(counts.data.states).count === 0;

  return (
    <div className="grid gap-5">
      <ConnectionsHeader />
      {isUntouched ? (
        <FirstSteps appUrl={appUrl} sandbox={sandbox} />
      ) : (
        <>
          <div className="grid gap-3">
            <TableToolbar view={view} applications={applications} show={show}>
              <SavedViews
                view={view}
                preferences={preferences}
                onChoose={(chosen, look) => {
                  setPreferences(look);
                  show({ ...chosen, environment: view.environment });
                }}
              />
              <TableOptions preferences={preferences} shown={table.shown} onChange={setPreferences} />
              <ExportButton view={view} />
            </TableToolbar>
            <StateChips view={view} counts={counts.data} onChange={show} />
            <CauseChips view={view} causes={causes.data} onChange={show} />
          </div>
          <ConnectionRows
            view={view}
            counts={counts.data}
            show={show}
            list={list}
            columns={table.columns}
            compact={preferences.compact}
          />
        </>
      )}
    </div>
  );
}

type ViewProps = {
  view: ConnectionsView;
  counts: ConnectionCounts | undefined;
  show: (view: ConnectionsView, how?: "push" | "replace") => void;
};

type RowsProps = ViewProps & {
  list: UseInfiniteQueryResult<ReturnType<typeof shownOf>>;
  columns: Column<ConnectionSummary>[];
  compact: boolean;
};

function ConnectionRows({ view, counts, show, list, columns, compact }: RowsProps) {
  const rows = list.data?.rows ?? noConnections;
  const ids = useMemo(() => rows.map(({ id }) => id), [rows]);
  const selection = useRowSelection(ids);
  const readOnly = useReadOnly();
  const matching = useMatching(view, selection);
  const [bulk, setBulk] = useState<{ kind: BulkKind; targets: ConnectionSummary[] } | null>(null);
  useRowKeys();
  useEffect(() => whenIdle(() => loadBulk().catch(() => undefined)), []);

  if (list.isPending && list.fetchStatus === "paused") {
    return (
      <EmptyState icon={CloudOff} title="You are offline">
        Your domains load once you are back online.
      </EmptyState>
    );
  }
  if (list.isPending) return <DataTable label="Domains" columns={columns} loading={10} selectable />;
  if (list.data === undefined) {
    return <QueryError title="The domains could not be loaded" query={list} />;
  }
  return (
    <section aria-label="Domains" className="grid gap-3">
      <StateAnnouncer connections={rows} />
      {rows.length === 0 ? (
        <NoRows view={view} counts={counts} show={show} />
      ) : (
        <DataTable
          label="Domains"
          columns={columns}
          rows={rows}
          rowId={({ id }) => id}
          rowName={({ hostnameUnicode }) => hostnameUnicode}
          rowHref={({ id }) => `/connections/${id}`}
          rowTooltip={({ hostnameUnicode }) => (isLongName(hostnameUnicode) ? hostnameUnicode : null)}
          compact={compact}
          {...(readOnly ? {} : { selection })}
          sort={{ column: view.sort, direction: view.order === "asc" ? "ascending" : "descending" }}
          onSort={({ column }) => {
            const sort = connectionSorts.find((one) => one === column);
            if (sort) show(sortedBy(view, sort));
          }}
          busy={list.isPlaceholderData}
        />
      )}
      {list.isPlaceholderData ? (
        <p className="min-h-10" />
      ) : list.data.more && !list.hasNextPage ? (
        <p className="min-h-10 text-ink-soft text-sm">
          The first {rows.length.toLocaleString("en-GB")} domains. Search or filter to see the others.
        </p>
      ) : (
        rows.length > 0 && <LoadMore shown={rows.length} noun="domains" query={list} />
      )}
      <p role="status" className="text-bad text-sm empty:hidden">
        {list.isError && `This data may be out of date: ${list.error.message} We retry automatically.`}
      </p>
      <BulkBar
        count={matching.targets?.length ?? selection.selected.size}
        noun="domains"
        onClear={selection.clear}
        more={
          selection.extent === "all" &&
          list.data.more &&
          matching.targets === null && (
            <Button variant="plain" size="small" writes={false} busy={matching.isLoading} onClick={matching.load}>
              {matching.isLoading ? "Selecting…" : selectAllText(view, counts)}
            </Button>
          )
        }
      >
        <BulkButtons
          onChoose={(kind) =>
            setBulk({ kind, targets: matching.targets ?? rows.filter(({ id }) => selection.selected.has(id)) })
          }
        />
      </BulkBar>
      <Suspense fallback={null}>
        {bulk && (
          <BulkDialog
            {...bulk}
            onClose={(done) => {
              setBulk(null);
              if (done) selection.clear();
            }}
          />
        )}
      </Suspense>
    </section>
  );
}

type Pages = { pages: { data: ConnectionSummary[]; nextCursor: string | null }[] };

/** `more`: there are more rows on the server. */
function shownOf({ pages }: Pages): { rows: ConnectionSummary[]; more: boolean } {
  return { rows: pages.flatMap((page) => page.data), more: (pages.at(-1)?.nextCursor ?? null) !== null };
}

function useColumns(rows: readonly ConnectionSummary[], chosen: readonly OptionalColumn[] | null) {
  const applications = useQuery(applicationChoicesQuery(useEnvironment())).data;
  const providers = useQuery(providersQuery).data;
  return useMemo(() => {
    const names = {
      applications: applications ?? [],
      providers: new Map(providers?.map(({ key, name }) => [key, name])),
    };
    const shown = chosen ?? usualColumns(rows, names);
    return { shown, columns: connectionColumns(names, shown, chosen !== null) };
  }, [applications, providers, rows, chosen]);
}

function selectAllText(view: ConnectionsView, counts: ConnectionCounts | undefined): string {
  const isByState = view.states.length === 0 && !view.attention;
  const total = isByState && counts && view.finding === null ? unarchivedCount(counts) : null;
  if (total === null || total.count > maxMatching)
    return `Select all that match, up to ${maxMatching.toLocaleString("en-GB")}`;
  return `Select all ${countText(total)} that match`;
}

/** The empty table: why, and what to do. */
function NoRows({ view, counts, show }: ViewProps) {
  const archived = counts?.states.find(({ state }) => state === "archived");
  const withArchived = view.states.length === 0 && archived !== undefined && archived.count > 0;
  const filtered = isFiltered(view);
  const title = filtered ? "No matching domains" : withArchived ? "No active domains" : "No domains here";
  const actions = (
    <>
      {filtered && (
        <Button variant="plain" onClick={() => show(withoutFilters(view))}>
          Clear filters
        </Button>
      )}
      {withArchived && (
        <Button variant="plain" onClick={() => show({ ...view, states: ["archived"] })}>
          <Archive aria-hidden className="size-4" />
          View archived ({countText(archived)})
        </Button>
      )}
    </>
  );
  return (
    <EmptyState icon={SearchX} title={title} action={actions}>
      {view.q === "" ? (
        <p>
          {filtered
            ? "No domain matches these filters."
            : withArchived
              ? "All domains are archived."
              : "Add a domain, or import a list."}
        </p>
      ) : (
        <p>
          No domain contains <span className="font-mono [overflow-wrap:anywhere]">{view.q}</span>
          {isFiltered({ ...view, q: "" }) ? " within these filters" : ""}. You can search for a part of the name, such
          as “acme”.
        </p>
      )}
    </EmptyState>
  );
}
