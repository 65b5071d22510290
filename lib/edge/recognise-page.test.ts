import { expect, it } from "vitest";
import { type AnsweredPage, recognisePage } from "@/lib/edge/recognise-page";
import type { PageKind } from "@/lib/platform/ports/edge";

const page = (parts: Partial<AnsweredPage>): AnsweredPage => ({
  status: 200,
  location: null,
  server: null,
  headers: {},
  text: "",
  ...parts,
});

// As these servers answer in public.
it.each<[PageKind | null, string, Partial<AnsweredPage>]>([
  ["challenge", "Cloudflare's managed challenge", { status: 403, headers: { "cf-mitigated": "challenge" } }],
  ["challenge", "Cloudflare's page for browsers", { status: 503, text: "<title>Just a moment...</title>" }],
  ["challenge", "AWS WAF", { status: 202, headers: { "x-amzn-waf-action": "challenge" } }],
  ["challenge", "Vercel", { status: 429, headers: { "x-vercel-mitigated": "challenge" } }],
  ["challenge", "Imperva", { text: '<iframe src="/_Incapsula_Resource?CWUDNSAI=1">' }],
  ["login", "Cloudflare Access", { status: 302, location: "https://team.cloudflareaccess.com/cdn-cgi/access/login/x" }],
  ["login", "a password", { status: 401 }],
  ["login", "a shop that is not open yet", { status: 302, location: "https://shop.acme.test/login?next=%2F" }],
  ["login", "Microsoft", { status: 302, location: "https://login.microsoftonline.com/common/oauth2/authorize" }],
  ["not_configured", "GitHub Pages", { status: 404, text: "<p>There isn't a GitHub Pages site here.</p>" }],
  ["not_configured", "Heroku", { status: 404, text: "//www.herokucdn.com/error-pages/no-such-app.html" }],
  ["not_configured", "Fastly", { status: 500, text: "Fastly error: unknown domain: shop.acme.test." }],
  ["not_configured", "Vercel", { status: 404, text: "The deployment could not be found. DEPLOYMENT_NOT_FOUND" }],
  ["not_configured", "nginx as it is installed", { text: "<title>Welcome to nginx!</title>" }],
  ["maintenance", "a maintenance page", { status: 503, text: "<title>Site under maintenance</title>" }],
  ["proxy_error", "Cloudflare: the handshake with us failed", { status: 525 }],
  ["proxy_error", "nginx: no answer from us", { status: 502 }],
  ["proxy_error", "Varnish", { status: 503, text: "Error 503 Backend fetch failed" }],
  [null, "a site", { text: "<title>Acme</title><h1>Welcome</h1>" }],
  [null, "a redirect to a language", { status: 302, location: "/en/" }],
  [
    null,
    "a redirect to a host whose name only begins like a login",
    { status: 302, location: "https://accounts.google.com.acme.test/" },
  ],
  [null, "an article about authors", { status: 301, location: "/authors/" }],
  [null, "a page that is not there", { status: 404 }],
])("%s: %s", (kind, _case, parts) => {
  expect(recognisePage(page(parts))).toBe(kind);
});
