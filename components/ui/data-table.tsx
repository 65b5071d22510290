"use client";

import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import { type MouseEvent, type ReactNode, useRef } from "react";
import { CheckboxBox } from "@/components/ui/checkbox";
import {
  bodyClasses,
  boxColumn,
  type Column,
  cardClasses,
  cellClasses,
  compactClasses,
  edgeClasses,
  headClasses,
  isWideOnly,
  tableClasses,
} from "@/components/ui/data-table-classes";
import { Link } from "@/components/ui/link";
import type { RowSelection } from "@/components/ui/row-selection";
import { Skeleton } from "@/components/ui/skeleton";
import { Tooltip } from "@/components/ui/tooltip";

export type Sort = { column: string; direction: "ascending" | "descending" };

type TableProps<Row> = {
  /** What the rows are, as "Connections"; read out. */
  label: string;
  columns: readonly Column<Row>[];
};

/** The table before its rows have loaded: this many grey rows, as high as the real ones. */
type LoadingProps<Row> = TableProps<Row> & { loading: number; selectable?: boolean };

type LoadedProps<Row> = TableProps<Row> & {
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** The row's name in words, for its checkbox. */
  rowName?: (row: Row) => string;
  /** Where the whole row leads. Other buttons and links in it stay their own. */
  rowHref?: (row: Row) => string;
  selection?: RowSelection;
  sort?: Sort | null;
  onSort?: (sort: Sort) => void;
  /** Newer rows are loading. */
  busy?: boolean;
  /** Without a card of its own. */
  bare?: boolean;
  /** Lower rows. */
  compact?: boolean;
  /** The whole name of a row, where its column may cut it. */
  rowTooltip?: (row: Row) => string | null;
};

/**
 * A table that is a real one for screen readers at every width; below 640 px each row is a card.
 * Roles are written out because browsers drop a table's own ones when its rows are no longer laid out as a table.
 */
export function DataTable<Row>(props: LoadingProps<Row> | LoadedProps<Row>) {
  if ("loading" in props) return <LoadingTable {...props} />;
  const { label, columns, rows, rowId, selection, busy = false, bare = false } = props;
  return (
    <div className={bare ? "min-w-0 overflow-clip rounded-b-xl" : cardClasses}>
      <table {...roles.table} aria-label={label} aria-busy={busy || undefined} className={tableClasses}>
        <TableHead {...props} />
        <tbody
          {...roles.rowgroup}
          className={`max-sm:block ${busy ? "opacity-60" : ""} motion-safe:transition-opacity`}
        >
          {rows.map((row) => (
            <TableRow key={rowId(row)} row={row} columns={columns} selection={selection} table={props} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function LoadingTable<Row>({ label, columns, loading, selectable = false }: LoadingProps<Row>) {
  return (
    <div aria-busy className={cardClasses}>
      <p className="sr-only">Loading: {label}</p>
      <table aria-hidden className={tableClasses}>
        <thead className="max-sm:hidden">
          <tr>
            {selectable && <th className={`${headClasses} ${boxColumn}`} />}
            {columns.map((column) => (
              <th key={column.key} className={`${headClasses} px-3 ${edgeClasses} ${cellClasses(column)}`}>
                {column.headerHidden ? "" : column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="max-sm:block">
          {Array.from({ length: loading }, (_, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows never change places
            <tr key={row} className="group max-sm:block max-sm:border-line max-sm:border-b max-sm:py-3">
              {selectable && <td className="border-line border-b p-0 max-sm:hidden" />}
              {columns.map((column) => (
                <td
                  key={column.key}
                  className={`${bodyClasses} ${edgeClasses} ${cellClasses(column)} max-sm:block max-sm:py-1`}
                >
                  <Skeleton className={column.primary ? "h-4 w-48" : "h-4 w-20"} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const roles = {
  table: { role: "table" },
  rowgroup: { role: "rowgroup" },
  row: { role: "row" },
  columnheader: { role: "columnheader" },
  rowheader: { role: "rowheader" },
  cell: { role: "cell" },
} as const;

function TableHead<Row>({ columns, selection, sort, onSort, label }: LoadedProps<Row>) {
  return (
    <thead {...roles.rowgroup} className={selection ? "max-sm:block" : "max-sm:sr-only"}>
      <tr {...roles.row} className="max-sm:flex max-sm:items-center max-sm:border-line max-sm:border-b">
        {selection && (
          <th {...roles.columnheader} scope="col" className={`${headClasses} ${boxColumn} max-sm:border-b-0`}>
            <BoxTarget>
              <CheckboxBox
                aria-label={`Select all shown: ${label}`}
                checked={selection.extent === "all"}
                mixed={selection.extent === "some"}
                onChange={selection.toggleAll}
              />
              <span className="ml-3 whitespace-nowrap sm:hidden">Select all</span>
            </BoxTarget>
          </th>
        )}
        {columns.map((column) => {
          const active = sort?.column === column.key ? sort.direction : undefined;
          return (
            <th
              key={column.key}
              {...roles.columnheader}
              scope="col"
              aria-sort={column.sortable ? (active ?? "none") : undefined}
              className={`${headClasses} px-3 ${edgeClasses} ${cellClasses(column)} max-sm:sr-only`}
            >
              {column.sortable && onSort ? (
                <SortButton
                  header={column.header}
                  active={active}
                  onClick={() =>
                    onSort({ column: column.key, direction: active === "ascending" ? "descending" : "ascending" })
                  }
                />
              ) : (
                <span className={column.headerHidden ? "sr-only" : ""}>{column.header}</span>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

function SortButton({
  header,
  active,
  onClick,
}: {
  header: string;
  active: Sort["direction"] | undefined;
  onClick: () => void;
}) {
  const Icon = active === "ascending" ? ArrowUp : active === "descending" ? ArrowDown : ChevronsUpDown;
  return (
    <button
      type="button"
      onClick={onClick}
      className={`control-small -mx-1.5 inline-flex items-center gap-1 rounded-md px-1.5 hover:text-ink ${active ? "font-medium text-ink" : ""}`}
    >
      {header}
      <Icon aria-hidden className="size-3.5" />
    </button>
  );
}

function TableRow<Row>({
  row,
  columns,
  selection,
  table,
}: {
  row: Row;
  columns: readonly Column<Row>[];
  selection: RowSelection | undefined;
  table: LoadedProps<Row>;
}) {
  const id = table.rowId(row);
  const selected = selection?.selected.has(id) ?? false;
  const withShift = useRef(false);
  const href = table.rowHref?.(row);
  const tooltip = table.rowTooltip?.(row) ?? null;
  return (
    <tr
      {...roles.row}
      aria-selected={selection ? selected : undefined}
      className={`group relative max-sm:block max-sm:border-line max-sm:border-b max-sm:py-2 max-sm:last:border-b-0 ${selection ? "max-sm:pl-11" : ""} ${selected ? "bg-accent-soft" : href ? "hover:bg-hover has-[a[data-pending]]:bg-accent-soft motion-safe:has-[a[data-pending]]:animate-pulse" : ""}`}
    >
      {selection && (
        <td
          {...roles.cell}
          className="relative z-[2] border-line border-b p-0 group-last:border-b-0 max-sm:absolute max-sm:top-0.5 max-sm:left-0 max-sm:border-b-0"
        >
          <BoxTarget onClickCapture={(event) => (withShift.current = event.shiftKey)}>
            <CheckboxBox
              aria-label={`Select ${table.rowName?.(row) ?? id}`}
              checked={selected}
              onChange={() => selection.toggle(id, { range: withShift.current })}
            />
          </BoxTarget>
        </td>
      )}
      {columns.map((column) => {
        const content = column.cell(row);
        const classes = `${bodyClasses} ${table.compact ? compactClasses : ""} ${edgeClasses} ${cellClasses(column)} ${column.primary ? ownControls : ownControlsAndLinks}`;
        if (!column.primary) {
          return (
            <td
              key={column.key}
              {...roles.cell}
              data-label={column.headerHidden ? undefined : column.header}
              className={`${classes} ${column.card ? bareLines[column.card] : isWideOnly(column) ? "" : cardLine}`}
            >
              {content}
            </td>
          );
        }
        return (
          <th
            key={column.key}
            {...roles.rowheader}
            scope="row"
            className={`${classes} font-medium max-sm:block max-sm:py-0.5`}
          >
            {href ? (
              <WithTooltip text={tooltip}>
                <Link
                  href={href}
                  // A hundred rows are a hundred pages: the one that is opened is asked for then.
                  prefetch={false}
                  className="[overflow-wrap:anywhere] after:absolute after:inset-0 after:z-[1] focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
                >
                  {content}
                </Link>
              </WithTooltip>
            ) : (
              content
            )}
          </th>
        );
      })}
    </tr>
  );
}

function WithTooltip({ text, children }: { text: string | null; children: ReactNode }) {
  return text === null ? children : <Tooltip text={text}>{children}</Tooltip>;
}

/** Above the link that fills the row. */
const ownControls = "[&_:is(button,label,input)]:relative [&_:is(button,label,input)]:z-[2]";
const ownControlsAndLinks = "[&_:is(a,button,label,input)]:relative [&_:is(a,button,label,input)]:z-[2]";

/** In a card, a cell is a line: its header at the left. */
const cardLine =
  "max-sm:flex max-sm:items-baseline max-sm:gap-3 max-sm:py-0.5 max-sm:before:w-28 max-sm:before:shrink-0 max-sm:before:text-ink-soft max-sm:before:text-sm max-sm:before:content-[attr(data-label)] max-sm:not-data-label:before:hidden";

const bareLines = {
  inline: "max-sm:inline-block max-sm:py-0.5 max-sm:pr-0 max-sm:align-middle",
  line: "max-sm:block max-sm:py-0 max-sm:text-sm max-sm:empty:hidden",
} as const;

/** A touch target around the checkbox. Shift is read here, because a change event does not have it. */
function BoxTarget({
  children,
  onClickCapture,
}: {
  children: ReactNode;
  onClickCapture?: (event: MouseEvent) => void;
}) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the box is the child, and has a name of its own
    <label
      onClickCapture={onClickCapture}
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      className="flex h-11 w-12 select-none items-center justify-center max-sm:has-[span]:w-auto max-sm:has-[span]:px-4"
    >
      {children}
    </label>
  );
}
