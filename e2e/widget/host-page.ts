import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export type HostPage = {
  origin: string;
  /** The address of a page that opens the widget with these options, at the click of “Connect a domain”. */
  urlOf(options: HostOptions): string;
  close(): Promise<void>;
};

export type HostOptions = {
  token: string;
  domain?: string;
  locale?: string;
  colorScheme?: "light" | "dark" | "auto";
  forceManual?: boolean;
  endUserRef?: string;
  /** Shown in the page, and not as a dialog. */
  inline?: boolean;
};

/** A page of some SaaS, of another origin than the app's, with the strictest policy that the widget's docs allow. */
export async function startHostPage(appUrl: string, mint: () => Promise<string>): Promise<HostPage> {
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${appUrl}`,
    "style-src 'self'",
    `connect-src 'self' ${appUrl}`,
    `img-src 'self' ${appUrl}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join("; ");
  const files: Record<string, { type: string; body: string }> = {
    "/": { type: "text/html; charset=utf-8", body: pageOf(appUrl) },
    "/host.js": { type: "text/javascript", body: hostScript },
    "/host.css": { type: "text/css", body: hostSheet },
  };
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? "/", "http://host").pathname;
    if (path === "/token") return void response.end(await mint());
    const file = files[path];
    response.writeHead(file ? 200 : 404, {
      "content-type": file?.type ?? "text/plain",
      "content-security-policy": policy,
    });
    response.end(file?.body ?? "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    urlOf: (options) => `${origin}/#${encodeURIComponent(JSON.stringify(options))}`,
    close: () => closed(server),
  };
}

function pageOf(appUrl: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>A shop</title><link rel="stylesheet" href="/host.css">
<script src="${appUrl}/widget/v1.js"></script><script src="/host.js" defer></script></head>
<body><main><h1>A shop</h1><button type="button" id="open">Connect a domain</button><div id="place"></div></main></body></html>`;
}

/** What many pages do to everything in them. */
const hostSheet = `* { letter-spacing: 2px; } button, input, a { all: unset; font: 9px serif; } html { font-size: 5px; }
div { display: inline; color: red; } h2 { display: none; } dialog { opacity: 0.2; }`;

/** `host.log`: what the widget called and sent, in order. */
const hostScript = `
const options = JSON.parse(decodeURIComponent(location.hash.slice(1)));
window.host = { log: [] };
const note = (name) => (detail) => void window.host.log.push({ name, detail: detail instanceof Error ? { code: detail.code, name: detail.name } : detail });
for (const name of ["step", "success", "close"]) addEventListener("connectdomain:" + name, ({ detail }) => note("event:" + name)(detail));
document.querySelector("#open").addEventListener("click", () => {
  const { inline, ...rest } = options;
  window.host.handle = Latchkey.open({
    ...rest,
    ...(inline ? { container: "#place" } : {}),
    onStep: note("step"), onSuccess: note("success"), onError: note("error"), onClose: note("close"),
    async onSessionExpired() { note("expired")(null); return (await fetch("/token")).text(); },
  });
});
`;

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
