import { jsonResponse } from "@/lib/api/error-response";
import type { Route } from "@/lib/api/handle";
import { sandboxFor } from "@/lib/api/handle-sandbox";
import { plainRoute } from "@/lib/api/plain-route";
import { newId } from "@/lib/kernel/ids";

const hourMs = 3_600_000;

/**
 * The sample page of `/sandbox/widget`: a pretend SaaS with a strict Content-Security-Policy, which opens the widget. It
 * asks the page around it for tokens, as a real one asks its own server.
 */
export const sandboxShop: Record<string, Record<string, Route>> = {
  "/sandbox/shop": { GET: handleFile("text/html; charset=utf-8", () => html) },
  "/sandbox/shop.css": { GET: handleFile("text/css; charset=utf-8", () => css) },
  "/sandbox/shop.js": { GET: handleFile("text/javascript; charset=utf-8", () => script) },
  "/sandbox/expired-token": { GET: plainRoute(answerExpiredToken) },
};

function handleFile(type: string, text: () => string): Route {
  return plainRoute(async (request, runtime) => {
    sandboxFor(request, runtime);
    return new Response(text(), { headers: { "content-type": type, "cache-control": "no-store" } });
  });
}

/** A token that was valid for nobody, and ended an hour ago: to see what the widget does then. */
async function answerExpiredToken(
  ...[request, runtime, requestId]: Parameters<Parameters<typeof plainRoute>[0]>
): Promise<Response> {
  sandboxFor(request, runtime);
  const { tokens, now } = runtime.service;
  const issuedAt = new Date(Math.floor(now().getTime() / 1_000) * 1_000 - 2 * hourMs);
  const [tokenId, tenantId, applicationId] = [newId(issuedAt), newId(issuedAt), newId(issuedAt)];
  const owner = { tokenId, tenantId, applicationId, environment: "test" as const, hostname: null, keyId: null };
  const expiresAt = new Date(issuedAt.getTime() + hourMs);
  const authToken = await tokens.sign({ ...owner, scopes: [], issuedAt, expiresAt });
  return jsonResponse({ auth_token: authToken }, 200, requestId);
}

const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Northwind Shops, a sample page</title>
<link rel="stylesheet" href="/sandbox/shop.css">
</head>
<body>
<header>Northwind Shops</header>
<main>
<h1>Your shop’s address</h1>
<p>Your shop is at <b>wild-fern.northwind.example</b>. Use a domain of your own instead.</p>
<button type="button" id="connect">Connect a domain</button>
<div id="domain"></div>
</main>
<script src="/widget/v1.js"></script>
<script src="/sandbox/shop.js"></script>
</body>
</html>
`;

// Rules for all elements, as many pages have: none of them may reach the widget.
const css = `* { box-sizing: border-box; letter-spacing: 0.01em; }
:root { color-scheme: light dark; }
body { margin: 0; font: 16px/1.5 Georgia, serif; background: light-dark(#fdf6ec, #221c15); color: light-dark(#38280f, #f3e7d3); }
header { padding: 1rem 1.5rem; font-weight: bold; color: #fff; background: #7a3e12; }
main { max-width: 42rem; margin: 0 auto; padding: 1.5rem; }
h1 { margin: 0 0 0.5rem; font-size: 1.5rem; font-style: italic; }
button { min-height: 2.75rem; padding: 0.5rem 1.25rem; font: inherit; color: #fff; background: #7a3e12; border: 0; border-radius: 2rem; cursor: pointer; text-transform: uppercase; }
button:focus-visible { outline: 3px solid light-dark(#1b4f8f, #9cc4ff); outline-offset: 2px; }
#domain { margin-top: 1.5rem; }
`;

const script = `"use strict";
(() => {
  const say = (message) => parent.postMessage(message, location.origin);
  const report = (name, detail) => {
    const shown = detail instanceof Error ? { name: detail.name, code: detail.code, message: detail.message } : detail;
    say({ kind: "event", name, detail: shown ?? null });
  };
  let settings = {};
  let handle = null;
  let answer = null;
  const newToken = () => new Promise((resolve) => {
    answer = resolve;
    say({ kind: "token_wanted" });
  });

  async function open() {
    const { inline, ...options } = settings;
    const token = await newToken();
    if (typeof token !== "string") return;
    try {
      handle = Latchkey.open({
        ...options,
        token,
        ...(inline ? { container: "#domain" } : {}),
        onError: (error) => report("onError", error),
        onSessionExpired() {
          report("onSessionExpired");
          return newToken();
        },
        onClose() { handle = null; },
      });
    } catch (error) {
      report("open() threw", error);
    }
  }

  addEventListener("message", (event) => {
    if (event.source !== parent || event.origin !== location.origin) return;
    const message = event.data;
    if (message.kind === "token") answer?.(message.token);
    if (message.kind !== "settings") return;
    settings = message.settings;
    const { theme, colorScheme, locale } = settings;
    handle?.update({ theme, colorScheme, locale });
  });
  for (const name of ["connectdomain:step", "connectdomain:success", "connectdomain:close"])
    addEventListener(name, (event) => report(name, event.detail));
  document.getElementById("connect").addEventListener("click", open);
  say({ kind: "ready" });
})();
`;
