import { filteredConnections } from "@/lib/connections/connection-filter";
import { toConnectionSummary } from "@/lib/connections/connection-resource";
import type { ConnectionSort, ConnectionSummary, ListConnectionsInput } from "@/lib/connections/schema";
import type { Context } from "@/lib/context";
import type { Connection, Prisma } from "@/lib/db/generated/client";
import { type Page, parseCursor, toPage } from "@/lib/db/pagination";

type Order = "asc" | "desc";

/** The last row that was seen: what it is sorted by, and its id. By `created_at` the id is both: ids are UUIDv7. */
type Key = { value: string; id: string };

/**
 * The tenant's connections, newest first unless told otherwise. Equals stand in the order of their ids, so no page
 * repeats or skips one; a row that moves while somebody pages (`state_changed_at`) is met again where it went.
 * @throws Refusal invalid for a foreign cursor, or one of another order
 */
export async function listConnections(ctx: Context, input: ListConnectionsInput): Promise<Page<ConnectionSummary>> {
  const sort = input.sort ?? "created_at";
  const order = input.order ?? (sort === "hostname" ? "asc" : "desc");
  const after = parseCursor(input.cursor, (text) => readKey(text, sort, order));
  const rows = await ctx.database.prisma.connection.findMany({
    where: { AND: [filteredConnections(ctx, input), ...(after ? [isAfter(after, sort, order)] : [])] },
    orderBy: [...(sort === "created_at" ? [] : [{ [columns[sort]]: order }]), { id: order }],
    take: input.limit + 1,
  });
  return toPage(rows, input.limit, (row) => writeKey(row, sort, order), toConnectionSummary);
}

const columns = { created_at: "id", hostname: "hostname", state_changed_at: "stateChangedAt" } as const;

/** The first condition is for the index: it cannot begin in the middle of an OR. */
function isAfter({ value, id }: Key, sort: ConnectionSort, order: Order): Prisma.ConnectionWhereInput {
  const beyond = order === "asc" ? ("gt" as const) : ("lt" as const);
  if (sort === "created_at") return { id: { [beyond]: id } };
  const column = columns[sort];
  const typed = sort === "state_changed_at" ? new Date(value) : value;
  return {
    AND: [
      { [column]: { [`${beyond}e`]: typed } },
      { OR: [{ [column]: { [beyond]: typed } }, { id: { [beyond]: id } }] },
    ],
  };
}

function writeKey(row: Connection, sort: ConnectionSort, order: Order): string {
  const value = { created_at: "", hostname: row.hostname, state_changed_at: row.stateChangedAt.toISOString() }[sort];
  return JSON.stringify([sort, order, value, row.id]);
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function readKey(text: string, sort: ConnectionSort, order: Order): Key | null {
  try {
    const [ofSort, ofOrder, value, id] = JSON.parse(text) as unknown[];
    if (ofSort !== sort || ofOrder !== order || typeof value !== "string" || typeof id !== "string") return null;
    const isValue = sort !== "state_changed_at" || !Number.isNaN(new Date(value).getTime());
    return isValue && uuid.test(id) && !value.includes("\0") ? { value, id } : null;
  } catch {
    return null;
  }
}
