import { filteredConnections } from "@/lib/connections/connection-filter";
import { type SummaryRow, toConnectionSummary } from "@/lib/connections/connection-resource";
import type { ConnectionSort } from "@/lib/connections/policy";
import { type ConnectionSummary, connectionSummarySchema, type ListConnectionsInput } from "@/lib/connections/schema";
import { Prisma } from "@/lib/db/generated/client";
import { defaultPageSize, type Page, parseCursor, parseKeyTime, toPage } from "@/lib/db/pagination";
import { preparedForms } from "@/lib/db/prepared";
import { isUuid } from "@/lib/kernel/is-uuid";
import { toSnake } from "@/lib/kernel/wire";
import type { Context } from "@/lib/platform/ports/context";

type Order = "asc" | "desc";

/** The last row of a page: its sort value, and its id. For `created_at` the id is both: ids are UUIDv7. */
type Key = { value: string; id: string };

/**
 * The tenant's connections, newest first by default. Equal values are sorted by id, so no page repeats or skips a row; one
 * whose `state_changed_at` changes between two pages is listed again at its new place.
 * @throws Refusal invalid for a foreign cursor, or one of another order
 */
export async function listConnections(ctx: Context, input: ListConnectionsInput): Promise<Page<ConnectionSummary>> {
  const sort = input.sort ?? "created_at";
  const order = input.order ?? (sort === "hostname" ? "asc" : "desc");
  const write = (key: Key) => JSON.stringify([sort, order, key.value, key.id]);
  const after = parseCursor(input.cursor, (text) => readKey(text, sort), write);
  const direction = Prisma.raw(order);
  const statement = Prisma.sql`
    SELECT ${summaryColumns} FROM connections c
    WHERE ${filteredConnections(ctx, input)} AND ${after ? isAfter(after, sort, order) : Prisma.sql`true`}
    ORDER BY ${sort === "created_at" ? Prisma.empty : Prisma.sql`c.${Prisma.raw(sort)} ${direction},`} c.id ${direction}
    LIMIT ${Prisma.raw(String(input.limit + 1))}`;
  const rows = await ctx.database.read<SummaryRow>(
    isOrdinary(input) ? preparedForms("list-connections", statement) : statement,
  );
  return toPage(
    rows,
    input.limit,
    (row) => write({ value: sortValue(row, sort), id: row.id }),
    (row) => toConnectionSummary(row, ctx),
  );
}

/** A page of all, as most callers read them: one index has it in order, whoever's it is. Others have plans of their own. */
function isOrdinary({ limit, cursor, environment, ...others }: ListConnectionsInput): boolean {
  return limit === defaultPageSize && Object.values(others).every((value) => value === undefined);
}

/** Not the whole row: what was observed may be long. */
export const summaryColumns = Prisma.raw(
  [
    ...Object.keys(connectionSummarySchema.shape).filter((field) => field !== "finding"),
    "findingCode",
    "findingTitle",
    "findingUrgency",
  ]
    .map((field) => `c.${toSnake(field)} AS "${field}"`)
    .join(", "),
);

/** The first condition is for the index: it cannot start in the middle of an OR. */
function isAfter({ value, id }: Key, sort: ConnectionSort, order: Order): Prisma.Sql {
  const beyond = Prisma.raw(order === "asc" ? ">" : "<");
  if (sort === "created_at") return Prisma.sql`c.id ${beyond} ${id}::uuid`;
  const column = Prisma.raw(`c.${sort}`);
  const typed = sort === "state_changed_at" ? Prisma.sql`${new Date(value)}::timestamptz` : Prisma.sql`${value}`;
  return Prisma.sql`${column} ${beyond}= ${typed} AND (${column} ${beyond} ${typed} OR c.id ${beyond} ${id}::uuid)`;
}

function sortValue(row: SummaryRow, sort: ConnectionSort): string {
  return { created_at: "", hostname: row.hostname, state_changed_at: row.stateChangedAt.toISOString() }[sort];
}

/** Which values a sort column can have, as `sortValue` writes them. */
const isSortValue: Record<ConnectionSort, (value: string) => boolean> = {
  created_at: (value) => value === "",
  hostname: (value) => /^[a-z0-9.-]{1,253}$/.test(value),
  state_changed_at: (value) => parseKeyTime(value) !== null,
};

function readKey(text: string, sort: ConnectionSort): Key | null {
  try {
    const [, , value, id] = JSON.parse(text) as unknown[];
    if (typeof value !== "string" || typeof id !== "string") return null;
    return isSortValue[sort](value) && isUuid(id) ? { value, id } : null;
  } catch {
    return null;
  }
}
