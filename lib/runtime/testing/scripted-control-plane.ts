import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import type { SequencedChange } from "@/lib/edge/protocol/changes";
import { sequenceOf } from "@/lib/edge/protocol/changes";
import type { EdgeReport } from "@/lib/edge/protocol/report";
import type { EdgeSettings } from "@/lib/edge/protocol/settings";
import { cursorOf, setText } from "@/lib/runtime/testing/edge-sets";

/** A control plane that does what a test says. */
export type ScriptedControlPlane = {
  url: string;
  /** The changes after `after`, as an edge polls them. */
  changes: SequencedChange[];
  snapshot: string;
  settings: EdgeSettings;
  reports: EdgeReport[];
  /** Paths that were requested, without their queries. */
  requested: string[];
  /** The polls that wait for changes are answered. */
  wake(): void;
  /** In place of the usual answer, while it returns true. */
  override: ((path: string, request: IncomingMessage, response: ServerResponse) => boolean) | null;
  history: number;
  close(): Promise<void>;
};

export const testEdgeSettings: EdgeSettings = {
  version: "1",
  sandbox: true,
  appUrl: "http://localhost:3000",
  edgeHostname: "edge.latchkey.test",
  edgeAddresses: ["203.0.113.10"],
  upstreamAllow: [],
  issuer: "internal",
  acmeEmail: null,
  reachSecret: "reach-secret",
  assertionKeys: [],
};

export async function startScriptedControlPlane(): Promise<ScriptedControlPlane> {
  const waiting = new Set<() => void>();
  const plane: ScriptedControlPlane = {
    url: "",
    changes: [],
    snapshot: setText("0:", [], []),
    settings: testEdgeSettings,
    reports: [],
    requested: [],
    override: null,
    history: 1,
    wake() {
      for (const answer of [...waiting]) answer();
    },
    close() {
      plane.wake();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };

  function answerChanges(url: URL, response: ServerResponse): void {
    const after = url.searchParams.get("after") ?? "";
    if (after !== cursorOf(sequenceOf(after), plane.history)) {
      send(response, 410, {});
      return;
    }
    const answer = () => {
      waiting.delete(answer);
      const changes = plane.changes.filter(({ sequence }) => sequence > sequenceOf(after));
      const last = changes.at(-1)?.sequence ?? sequenceOf(after);
      const cursor = cursorOf(last, plane.history);
      send(response, 200, { cursor, changes, more: false, settingsVersion: plane.settings.version });
    };
    if (plane.changes.some(({ sequence }) => sequence > sequenceOf(after))) {
      answer();
      return;
    }
    waiting.add(answer);
    setTimeout(answer, Number(url.searchParams.get("wait")) * 1_000).unref();
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "", "http://localhost");
    const path = url.pathname.replace("/internal/edge/", "");
    plane.requested.push(path);
    if (plane.override?.(path, request, response)) return;
    if (path === "settings") return send(response, 200, plane.settings);
    if (path === "snapshot") return void response.writeHead(200).end(gzipSync(plane.snapshot));
    if (path === "changes") return answerChanges(url, response);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    plane.reports.push(JSON.parse(Buffer.concat(chunks).toString()));
    send(response, 200, {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  plane.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return plane;
}

function send(response: ServerResponse, status: number, body: unknown): void {
  if (!response.headersSent)
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
