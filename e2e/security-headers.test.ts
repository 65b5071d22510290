import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Latchkey, productionWithoutEdge, startLatchkey } from "@/e2e/support/latchkey";
import { type Postgres, startPostgres } from "@/e2e/support/postgres";
import { exchange } from "@/e2e/support/raw-http";
import { endpoints } from "@/lib/api/endpoints/registry";
import { otherPaths } from "@/lib/api/find-route";
import { timeLimit } from "@/scripts/time-limit.mjs";

// Every route that exists, of a real server in each mode: pages of the app folder, endpoints, and all other paths.
const app = join(import.meta.dirname, "../app");
const id = "019b76da-a800-7164-89b5-c3c30087a376";

const pages = readdirSync(app, { recursive: true, encoding: "utf8" })
  .filter((file) => /(^|\/)page\.tsx$/.test(file))
  .map((file) => `/${relative(app, join(app, file, ".."))}`.replace(/\/\([^/]*\)/g, "") || "/");

const paths = [
  ...pages,
  ...endpoints.map(({ path }) => path),
  ...Object.keys(otherPaths),
  ...[
    "/api/auth/csrf",
    "/api/auth/nothing",
    "/no-such-page",
    "/v1/nothing",
    "/_next/image",
    "/_next/static/nothing.js",
  ],
].map((path) => path.replace(/\{\w+\}|\[[^\]]+\]/g, id));

const samplePaths = /^\/sandbox\/shop(\.css|\.js)?$/;
const withSecret = /^\/(connect|reset-password|invitations|verify-email)\//;

for (const mode of ["production", "sandbox"] as const) {
  describe(`in ${mode}`, () => {
    let postgres: Postgres | null = null;
    let latchkey: Latchkey;

    beforeAll(async () => {
      if (mode === "sandbox") {
        latchkey = await startLatchkey({ mode });
        return;
      }
      postgres = await startPostgres({ sharedUrl: process.env.TEST_POSTGRES_URL });
      latchkey = await startLatchkey({
        mode,
        databaseUrl: await postgres.createDatabase(),
        env: productionWithoutEdge,
      });
    }, timeLimit(240_000));

    afterAll(async () => {
      await latchkey?.stop();
      await postgres?.stop();
    });

    it("every route has the headers of its kind, on errors too", { timeout: timeLimit(300_000) }, async () => {
      expect(pages.length).toBeGreaterThan(30);
      for (const path of paths) {
        for (const method of ["GET", "PUT"]) {
          const response = await fetch(`${latchkey.url}${path}`, { method, redirect: "manual" });
          const html = await response.text();
          expect([`${method} ${path}`, response.status < 500, ...problemsOf(path, response, html)]).toEqual([
            `${method} ${path}`,
            true,
          ]);
        }
      }
    });

    if (mode === "sandbox") {
      it("no path answers a name that is not this machine's", async () => {
        const port = Number(new URL(latchkey.url).port);
        for (const path of paths) {
          const bytes = Buffer.from(
            `GET ${path} HTTP/1.1\r\nHost: rebind.evil.test:${port}\r\nConnection: close\r\n\r\n`,
          );
          const { responses } = await exchange({ port, bytes, methods: ["GET"], timeoutMs: timeLimit(30_000) });
          expect([path, responses.map(({ status }) => status)]).toEqual([path, [403]]);
        }
      });
    }

    it("no two answers have the same nonce", async () => {
      const nonces = await Promise.all(
        Array.from({ length: 5 }, async () => nonceOf(await fetch(`${latchkey.url}/sign-in`))),
      );
      expect(new Set(nonces).size).toBe(nonces.length);
    });
  });

  function problemsOf(path: string, { headers }: Response, html: string): string[] {
    const expected: Record<string, RegExp | null> = {
      "x-content-type-options": /^nosniff$/,
      // The sandbox's sample page is framed by the page that shows it, and runs its own files in the place of nonces. The
      // hosted page names the origins of its application in frame-ancestors, which this one would close again.
      "x-frame-options":
        samplePaths.test(path) || /^\/connect(?!\/domain-connect\/)(\/|$)/.test(path) ? null : /^DENY$/,
      "content-security-policy": samplePaths.test(path)
        ? /^default-src 'none'; script-src 'self'; style-src 'self';.* frame-ancestors 'self'$/
        : /base-uri 'none'.*frame-ancestors 'none'/,
      "referrer-policy": withSecret.test(path) ? /^no-referrer$/ : /^(same-origin|no-referrer)$/,
      "permissions-policy": /camera=\(\)/,
      "cross-origin-opener-policy": /^\/connect\/domain-connect\//.test(path)
        ? /^unsafe-none$/
        : /^\/connect(\/|$)/.test(path)
          ? /^same-origin-allow-popups$/
          : /^same-origin$/,
      "strict-transport-security": mode === "production" ? /^max-age=31536000$/ : null,
      ...(path.startsWith("/v1/") && path !== "/v1/openapi.json" ? { "cache-control": /^no-store$/ } : {}),
    };
    const wrong = Object.entries(expected).filter(([name, form]) =>
      form ? !form.test(headers.get(name) ?? "") : headers.has(name),
    );
    const policy = headers.get("content-security-policy") ?? "";
    const unsafe = /unsafe-eval|script-src[^;]*unsafe-inline/.test(policy) ? ["an unsafe script-src"] : [];
    const scripts = samplePaths.test(path) ? [] : scriptsWithout(headers, html);
    return [...wrong.map(([name]) => `${name}: ${headers.get(name)}`), ...unsafe, ...scripts];
  }
}

function nonceOf({ headers }: Pick<Response, "headers">): string {
  return /'nonce-([^']+)'/.exec(headers.get("content-security-policy") ?? "")?.[1] ?? "";
}

/** Scripts of a page that its policy would not run; the script that sets the theme passes by its hash. */
function scriptsWithout(headers: Headers, html: string): string[] {
  if (!headers.get("content-type")?.startsWith("text/html")) return [];
  const scripts = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
  const nonce = `nonce="${nonceOf({ headers })}"`;
  const without = scripts.filter((tag) => !tag.includes(nonce));
  return scripts.length > 0 && without.length > 1 ? without.map((tag) => `no nonce: ${tag}`) : [];
}
