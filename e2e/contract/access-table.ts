import { type Access, accessOf, type CallerId, callerIds, callers } from "@/e2e/contract/access";
import { markdownTable } from "@/e2e/support/markdown-table";
import type { Endpoint } from "@/lib/api/endpoints/endpoint";
import { endpoints } from "@/lib/api/endpoints/registry";

const cell: Record<Access, string> = {
  yes: "✓",
  own: "own",
  unauthorized: "401",
  token_expired: "401",
  forbidden: "403",
  not_found: "404",
};

/** The columns: callers that get the same everywhere share one. */
const columns = groupByColumn();

/** The table of endpoint and caller, and its legend, as Markdown. */
export function accessTable(): string {
  const legend = columns.map((ids, index) => `${index + 1}. ${ids.map((id) => callers[id].name).join("; ")}`);
  const head = ["endpoint", ...columns.map((_, index) => String(index + 1))];
  const rows = [...endpoints]
    .sort(byPath)
    .map((endpoint) => [
      `\`${endpoint.method} ${endpoint.path}\``,
      ...columns.map(([id]) => (id ? cell[accessOf(endpoint, id)] : "")),
    ]);
  return `${legend.join("\n")}\n\n${markdownTable([head, ...rows])}`;
}

function byPath(one: Endpoint, other: Endpoint): number {
  return compare(one.path, other.path) || compare(one.method, other.method);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function columnOf(id: CallerId): string {
  return endpoints.map((endpoint) => cell[accessOf(endpoint, id)]).join();
}

function groupByColumn(): CallerId[][] {
  const groups = new Map<string, CallerId[]>();
  for (const id of callerIds) groups.set(columnOf(id), [...(groups.get(columnOf(id)) ?? []), id]);
  return [...groups.values()];
}
