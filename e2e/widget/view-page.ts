import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "../..");

export type ViewPage = { url: string; close(): Promise<void> };

/**
 * Serves a page that shows the view's examples in a shadow root: `window.show(name, { language, scheme, fontSize })`. No app,
 * no database.
 */
export async function startViewPage(): Promise<ViewPage> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "show-example.tsx")],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    alias: { "@": root },
  });
  const script = outputFiles[0]?.text ?? "";
  const server = createServer((request, response) => {
    const isScript = request.url === "/script.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html; charset=utf-8");
    response.setHeader("content-security-policy", "default-src 'none'; script-src 'self'; style-src 'none'");
    response.end(isScript ? script : page);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => closed(server) };
}

const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>The view</title><header><h1>A page</h1></header><main></main><script type="module" src="/script.js"></script></html>`;

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
