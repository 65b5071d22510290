import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export type SampleOrigin = { url: string; close(): Promise<void> };

/** The website behind the demo application: it shows the requested hostname. */
export async function startSampleOrigin(): Promise<SampleOrigin> {
  const server = createServer((request, response) => {
    const host = (request.headers.host ?? "").replace(/[^\w.:-]/g, "");
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(page(host));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function page(host: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${host}</title><style>:root{color-scheme:light dark}body{font:17px/1.6 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-content:center;padding:2rem;text-align:center}h1{margin:0}</style>
<main><p>It works. This is</p><h1>${host}</h1><p>served over HTTPS by Caddy, with a certificate issued on demand.</p></main></html>`;
}
