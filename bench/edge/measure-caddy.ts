import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { startResponder } from "@/bench/edge/start-responder";
import { writeStoredSet } from "@/bench/edge/write-set";
import { putLoad } from "@/bench/load";
import { type BenchRow, measured } from "@/bench/report";
import { benchToken } from "@/bench/start-server";
import { type CaddyTool, startTestCaddy } from "@/e2e/support/caddy";
import { getFreePort } from "@/e2e/support/free-port";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { getToolPath } from "@/e2e/support/tool-path";
import { startProcess } from "@/lib/edge/managed-process";

const hostname = "shop.customer-1.com";
const connections = 16;

/** Requests through our Caddyfile, and through a Caddy with nothing but the same origin in it. */
export async function measureCaddy(hosts: number, seconds: number): Promise<BenchRow[]> {
  const stops: (() => unknown)[] = [];
  const scratch = createScratchDirectory("bench-caddy");
  stops.push(scratch.remove);
  try {
    const origin = createServer((_request, response) => response.end("origin"));
    await new Promise<void>((resolve) => origin.listen(0, "127.0.0.1", resolve));
    stops.push(() => {
      origin.closeAllConnections();
      return new Promise((resolve) => origin.close(resolve));
    });
    const { port } = origin.address() as AddressInfo;
    writeStoredSet(scratch.path, hosts, `http://127.0.0.1:${port}`);
    const responder = await startResponder(scratch.path);
    stops.push(responder.stop);

    const rows: BenchRow[] = [];
    for (const tool of ["caddy", "caddy-2.6"] satisfies CaddyTool[]) {
      const ours = await startTestCaddy({
        tool,
        responderUrl: responder.url,
        controlplaneUrl: "http://127.0.0.1:9",
        appUrl: "https://app.platform.test",
        issuer: "internal",
        internalToken: benchToken,
      });
      stops.push(ours.stop);
      const plain = await startPlainCaddy(tool, scratch.path, port);
      stops.push(plain.stop);
      const put = (httpsPort: number) =>
        putLoad({
          url: `https://127.0.0.1:${httpsPort}`,
          connections,
          duration: seconds,
          headers: { host: hostname },
          servername: hostname,
        });
      for (const httpsPort of [plain.httpsPort, ours.httpsPort]) await put(httpsPort);
      const base = await put(plain.httpsPort);
      const routed = await put(ours.httpsPort);
      rows.push(
        measured(`requests through our Caddyfile, ${tool}`, routed.perSecond, "/s", {
          baseline: { what: "static reverse_proxy", value: base.perSecond },
          aim: { ratioLeast: 0.7 },
        }),
      );
    }
    return rows;
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

async function startPlainCaddy(tool: CaddyTool, folder: string, originPort: number) {
  const httpsPort = await getFreePort();
  const httpPort = await getFreePort();
  const file = join(folder, `${tool}.Caddyfile`);
  writeFileSync(
    file,
    `{
	admin off
	http_port ${httpPort}
	https_port ${httpsPort}
	default_bind 127.0.0.1
	local_certs
	skip_install_trust
	storage file_system "${join(folder, tool)}"
}
https://${hostname} {
	reverse_proxy 127.0.0.1:${originPort}
}
`,
  );
  const caddy = await startProcess({
    name: tool,
    command: getToolPath(tool),
    args: ["run", "--config", file, "--adapter", "caddyfile"],
    env: { HOME: folder },
    logPath: join(folder, `${tool}.log`),
    readyTimeoutMs: 20_000,
    ready: () =>
      putLoad({
        url: `https://127.0.0.1:${httpsPort}`,
        connections: 1,
        amount: 1,
        headers: { host: hostname },
        servername: hostname,
      }).then(
        ({ statuses }) => statuses["200"] === 1,
        () => false,
      ),
  });
  return { httpsPort, stop: caddy.stop };
}
