import { Readable } from "node:stream";
import { z } from "zod";
import { plainRoute } from "@/lib/api/plain-route";
import { assertText, readBody, readQuery } from "@/lib/api/read-input";
import type { RouteRequest } from "@/lib/api/route-request";
import type { Runtime } from "@/lib/api/runtime";
import { hastenChecks } from "@/lib/connections/hasten-checks";
import { recordReport } from "@/lib/edge/control-plane/record-report";
import { type ChangesAnswer, maxWaitSeconds, sequenceOf } from "@/lib/edge/protocol/changes";
import { edgeReportSchema } from "@/lib/edge/protocol/report";
import { Refusal } from "@/lib/kernel/errors";
import { isSameSecret } from "@/lib/platform/crypto/hash-secret";

// What edges ask the control plane for: lib/edge/protocol has the formats.

/** A report with counts of 20,000 hostnames. */
export const maxReportBytes = 8 * 1024 * 1024;

const changesQuery = z.object({
  after: z.string().max(80),
  wait: z.coerce.number().int().min(0).max(maxWaitSeconds).default(0),
  edge: z.uuid().optional(),
});

export const answerEdgeSettings = edgeRoute(async (_, { edges }) => Response.json(edges.settings()));

export const answerEdgeSnapshot = edgeRoute(async (request, { edges }) => {
  const snapshot = await edges.openSnapshot(request.signal);
  const body = Readable.toWeb(snapshot) as ReadableStream<Uint8Array>;
  return new Response(body, { headers: { "content-type": "text/plain; charset=utf-8", "content-encoding": "gzip" } });
});

export const answerEdgeChanges = edgeRoute(async (request, { edges }) => {
  const { after, wait, edge } = changesQuery.parse(readQuery(request));
  const page = await edges.feed.read(after, wait * 1_000, request.signal);
  if (page === null) {
    const message = "This cursor is not one of this installation's changes, or too old: take a new snapshot.";
    return Response.json({ error: { code: "snapshot_required", message } }, { status: 410 });
  }
  if (edge !== undefined) edges.positions.note(edge, sequenceOf(after));
  return Response.json({ ...page, settingsVersion: edges.settings().version } satisfies ChangesAnswer);
});

export const answerEdgeReport = edgeRoute(async (request, { service }) => {
  const body = await readBody(request, maxReportBytes);
  assertText(body);
  const report = edgeReportSchema.parse(body);
  const answer = await recordReport(service, report);
  const early = (report.asks?.hosts ?? []).filter(({ lastReason }) => lastReason === "waiting_for_certificate");
  await hastenChecks(
    service,
    early.map(({ hostname }) => hostname),
  );
  return Response.json(answer);
});

/** Whether the caller has EDGE_TOKEN. An installation without one has no edges elsewhere. */
export function isEdge({ env }: Pick<Runtime, "env">, authorization: string | null | undefined): boolean {
  const given = /^Bearer (.+)$/.exec(authorization ?? "")?.[1];
  return given !== undefined && env.edge.token !== null && isSameSecret(given, env.edge.token);
}

function edgeRoute(run: (request: RouteRequest, runtime: Runtime) => Promise<Response>) {
  return plainRoute(async (request, runtime) => {
    if (isEdge(runtime, request.headers.get("authorization"))) return run(request, runtime);
    const text =
      runtime.env.edge.token === null
        ? "EDGE_TOKEN is not set here: set it at the app and at the edge."
        : "Send EDGE_TOKEN as a bearer token.";
    throw new Refusal("unauthorized", text);
  });
}
