import type { EdgeRow } from "@/lib/edge/control-plane/list-edges";

/** `silent`: it serves what it knew. `lagging`: it has not applied changes that are older than a few seconds. */
export type EdgeStatus = "silent" | "lagging" | "current";

const silentMs = 60_000;
const laggingSeconds = 10;

export function edgeStatus(
  { seenAt, behindSeconds }: Pick<EdgeRow, "seenAt" | "behindSeconds">,
  now: Date,
): EdgeStatus {
  if (now.getTime() - seenAt.getTime() > silentMs) return "silent";
  return behindSeconds > laggingSeconds ? "lagging" : "current";
}

export type EdgeCounts = { connected: number; lagging: number; maxLagSeconds: number };

/** Of the edges that are not silent. */
export function countEdges(edges: readonly EdgeRow[], now: Date): EdgeCounts {
  const connected = edges.filter((edge) => edgeStatus(edge, now) !== "silent");
  return {
    connected: connected.length,
    lagging: connected.filter((edge) => edgeStatus(edge, now) === "lagging").length,
    maxLagSeconds: Math.max(0, ...connected.map(({ behindSeconds }) => behindSeconds)),
  };
}
