import { stateLabel } from "@/components/connection-facts/connection-state";
import { connectionStates } from "@/lib/connections/machine";
import type { SupportQueueGroup } from "@/lib/support/schema";

const errorTitles: Record<string, string> = {
  ownership_not_found: "The TXT record was not seen for three days",
  records_not_propagated: "The records were not seen for three days",
  certificate_not_issued: "No valid certificate was seen for an hour",
  origin_not_confirmed: "The tenant's server did not confirm the domain for an hour",
  HostnameConflict: "Another account verified the domain first",
  hostname_moved: "The domain has moved to another account",
  contest_blocked: "Another account's TXT record is published beside the expected one",
  ownership_not_proven: "Ownership was never verified",
};

/** What a group of the queue has in common, in words. */
export function stuckTitle({ by, code, title }: Pick<SupportQueueGroup, "by" | "code" | "title">): string {
  if (by === "error") return errorTitles[code] ?? inWords(code);
  if (by === "finding") return title ?? inWords(code);
  const state = connectionStates.find((known) => known === code);
  return `${state ? stateLabel(state) : inWords(code)}, not diagnosed yet`;
}

function inWords(code: string): string {
  const words = code.replaceAll(/[-_]/g, " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

export function groupHref({ by, code }: Pick<SupportQueueGroup, "by" | "code">): string {
  return `/support/queue/${by}/${encodeURIComponent(code)}`;
}
