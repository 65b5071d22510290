import { chromium } from "@playwright/test";
import { gzipSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { sandboxKey, startLatchkey } from "@/e2e/support/latchkey";
import { getToolPath } from "@/e2e/support/tool-path";
import { demoPeople } from "@/lib/runtime/sandbox/demo-people";
const latchkey = await startLatchkey({ mode: "sandbox", env: { API_RATE_LIMIT: "1000000" } });
try {
  await latchkey.api(sandboxKey)("GET", "/v1/applications");
  const csrfAnswer = await fetch(`${latchkey.url}/api/auth/csrf`);
  const { csrfToken } = await csrfAnswer.json() as { csrfToken: string };
  const jar = new Map<string, string>();
  const take = (r: Response) => { for (const c of r.headers.getSetCookie()) { const [kv] = c.split(";"); const [k, ...v] = (kv ?? "").split("="); jar.set(k ?? "", v.join("=")); } };
  take(csrfAnswer);
  const cookie = () => [...jar].map(([k, v]) => `${k}=${v}`).join("; ");
  const r = await fetch(`${latchkey.url}/api/auth/callback/credentials`, { method: "POST", redirect: "manual", headers: { origin: latchkey.url, cookie: cookie(), "content-type": "application/x-www-form-urlencoded" }, body: new URLSearchParams({ csrfToken, email: demoPeople.owner.email, password: demoPeople.owner.password, json: "true" }) });
  take(r);
  for (const path of ["/sign-in", "/", "/connections", "/usage", "/connections/import", "/team", "/no-such", "/connections/new"]) {
    const res = await fetch(`${latchkey.url}${path}`, { headers: path === "/sign-in" ? {} : { cookie: cookie() } });
    const html = await res.text();
    const files = [...new Set([...html.matchAll(/<script[^>]* src="\/_next\/([^"]+)"/g)].map((m) => m[1] ?? ""))];
    const preload = [...html.matchAll(/<link[^>]*>/g)].map((m) => m[0]).filter((x) => /preload|stylesheet/.test(x)).map((x) => x.slice(0, 160));
    let sum = 0;
    const l = files.map((f) => { const g = gzipSync(readFileSync(`.next/${f}`)).length / 1000; sum += g; return `${f.split("/").at(-1)} ${g.toFixed(1)}`; });
    console.log(path, res.status, "html", (gzipSync(html).length / 1000).toFixed(1), "scripts", sum.toFixed(1), res.headers.get("content-encoding"), res.headers.get("link")?.slice(0, 300));
    console.log("   ", l.join(", "));
    if (path === "/connections" || path === "/sign-in") console.log(preload.join("\n"), html.slice(0, 1500));
  }
} finally { await latchkey.stop(); }
