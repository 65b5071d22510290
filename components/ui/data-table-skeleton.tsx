import {
  bodyClasses,
  boxColumn,
  type Column,
  cardClasses,
  cellClasses,
  edgeClasses,
  headClasses,
  tableClasses,
} from "@/components/ui/data-table-classes";
import { Skeleton } from "@/components/ui/skeleton";

/** The table before its rows are there, as high as they will be. */
export function DataTableSkeleton<Row>({
  label,
  columns,
  rows = 6,
  selectable = false,
}: {
  label: string;
  columns: readonly Column<Row>[];
  rows?: number;
  selectable?: boolean;
}) {
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
          {Array.from({ length: rows }, (_, row) => (
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
