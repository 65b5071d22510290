import { gzipSync } from "node:zlib";
import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import { Client } from "pg";
import { insertLiveConnections } from "@/bench/insert-live-connections";
import { round } from "@/bench/load";
import { type BenchRow, report } from "@/bench/report";
import { type Latchkey, sandboxKey, startLatchkey } from "@/e2e/support/latchkey";
import { startPostgres } from "@/e2e/support/postgres";
import { getToolPath } from "@/e2e/support/tool-path";
import { percentile } from "@/lib/kernel/percentile";
import { demoPeople } from "@/lib/runtime/sandbox/demo-people";

// What a user in a browser waits for: the sandbox with PostgreSQL, signed in to a company with 100,000 connections.
const total = Number(process.env.BENCH_CONNECTIONS ?? 100_000);
const visits = Number(process.env.BENCH_VISITS ?? 3);
const requests = Number(process.env.BENCH_REQUESTS ?? 100);
const aims = { scriptKb: 150, listMs: 150, lcpMs: 1_000, shift: 0.02, navigationMs: 200 };

/** Slow 4G as Lighthouse has it: 150 ms of round trip, 1.6 Mbit/s; and a processor four times slower. */
const slow4g = { offline: false, latency: 150, downloadThroughput: 1_638_400 / 8, uploadThroughput: 750_000 / 8 };
const processorRate = 4;

/** What the browser gets for lazy parts after a visit. */
const settleMs = 1_500;
/** Pages load six pages ahead in ten seconds at most: prefetch-turns.ts. Each round here rests on two links. */
const prefetchMs = 1_900;

/** The baseline of paints. */
const lineOfText = "a line of text";

const rows: BenchRow[] = [];

const stops: (() => Promise<unknown>)[] = [];
try {
  const postgres = await startPostgres();
  stops.push(postgres.stop);
  const databaseUrl = await postgres.createDatabase();
  await insertLiveConnections(databaseUrl, total, "'shop.customer-' || n || '.com'");
  const latchkey = await startLatchkey({ mode: "sandbox", databaseUrl, env: { API_RATE_LIMIT: "1000000" } });
  stops.push(latchkey.stop);
  const browser = await chromium.launch({
    executablePath: getToolPath("chromium"),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
  stops.push(() => browser.close());

  const context = await browser.newContext({ baseURL: latchkey.url });
  await signIn(context, latchkey.url);
  await joinBench(databaseUrl, context, latchkey.url);
  const places = await findPlaces(databaseUrl, latchkey);
  await measureResponses(context, latchkey.url);
  await measurePages(browser, context, latchkey.url, places);
  await measureNavigation(context, latchkey.url, places);
  await measureTable(context);
  report(rows);
} finally {
  for (const stop of stops.reverse()) await stop();
}

async function signIn(context: BrowserContext, url: string): Promise<void> {
  const { email, password } = demoPeople.owner;
  const { csrfToken } = await (await context.request.get("/api/auth/csrf")).json();
  const answer = await context.request.post("/api/auth/callback/credentials", {
    headers: { origin: url },
    form: { csrfToken, email, password, json: "true" },
  });
  if (!answer.ok()) throw new Error(`not signed in: ${answer.status()}`);
}

/** Makes the visitor an owner of the company with the connections, and opens it. */
async function joinBench(databaseUrl: string, context: BrowserContext, url: string): Promise<void> {
  const tenantId = await query(
    databaseUrl,
    `INSERT INTO memberships (tenant_id, user_id, role, created_at)
     SELECT t.id, u.id, 'owner', now() FROM tenants t, users u WHERE t.name = 'Bench' AND u.email = $1
     RETURNING tenant_id AS value`,
    [demoPeople.owner.email],
  );
  const answer = await context.request.post("/v1/session/tenant", {
    headers: { origin: url },
    data: { tenant_id: tenantId },
  });
  if (!answer.ok()) throw new Error(`the company was not switched: ${await answer.text()}`);
}

async function findPlaces(databaseUrl: string, latchkey: Latchkey): Promise<Record<string, string>> {
  const connection = await query(databaseUrl, "SELECT id AS value FROM connections LIMIT 1");
  const application = await query(databaseUrl, "SELECT id AS value FROM applications WHERE name = 'Bench'");
  // The page may belong to another company: any response warms up the server.
  await latchkey.api(sandboxKey)("GET", "/v1/applications");
  return {
    "sign-in": "/sign-in",
    overview: "/",
    connections: "/connections",
    connection: `/connections/${connection}`,
    "connect one": "/connections/new",
    "connect many": "/connections/import",
    applications: "/applications",
    application: `/applications/${application}`,
    records: `/applications/${application}/records`,
    webhooks: "/webhooks",
    deliveries: "/webhooks/deliveries",
    usage: "/usage",
    team: "/team",
    "audit log": "/audit-log",
    settings: "/settings",
    profile: "/settings/profile",
  };
}

/** Sequential requests, as one user sends them, timed from the request to the last byte. */
async function measureResponses(context: BrowserContext, url: string): Promise<void> {
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const paths = {
    "the page /connections": "/connections",
    "first 50": "/v1/connections?limit=50&state=live",
    "by hostname": "/v1/connections?limit=50&state=live&sort=hostname",
    "by hostname, backwards": "/v1/connections?limit=50&state=live&sort=hostname&order=desc",
    "q inside the name": "/v1/connections?limit=50&state=live&q=omer-777",
    "q without matches": "/v1/connections?limit=50&state=live&q=nothing-like-it",
    "counts by state": "/v1/connections:count",
    "counts by state, q": "/v1/connections:count?q=omer-77",
    overview: "/v1/stats/overview",
  };
  const rows: Record<string, object> = {};
  for (const [name, path] of Object.entries(paths)) {
    const times: number[] = [];
    for (let turn = 0; turn < requests + 5; turn += 1) {
      const startedAt = performance.now();
      const response = await fetch(`${url}${path}`, { headers: { cookie } });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`${path} answered ${response.status}`);
      // The first requests fill caches and pools.
      if (turn >= 5) times.push(performance.now() - startedAt);
    }
    const p95 = percentile(times, 0.95);
    rows[name] = {
      "p50 ms": round(percentile(times, 0.5)),
      "p95 ms": round(p95),
      aim: p95 <= aims.listMs ? "met" : "missed",
    };
  }
  console.log(`server response with ${total} connections (aim: p95 <= ${aims.listMs} ms)`);
  console.table(rows);
}

type Visit = { lcpMs: number; shift: number; documentKb: number; allKb: number };

/**
 * Each visit is a first visit: a new browser context with only the session cookie. The baseline of paints is a page with
 * one line of text, and that of scripts is the sign-in page.
 */
async function measurePages(
  browser: Browser,
  signedIn: BrowserContext,
  url: string,
  places: Record<string, string>,
): Promise<void> {
  const storageState = await signedIn.storageState();
  const measured = new Map<string, Visit>();
  for (const [name, path] of Object.entries({ ...places, [lineOfText]: "/healthz" })) {
    const seen: Visit[] = [];
    for (let turn = 0; turn < visits; turn += 1) {
      const context = await browser.newContext({
        baseURL: url,
        viewport: { width: 1280, height: 800 },
        ...(name === "sign-in" ? {} : { storageState }),
      });
      seen.push(await visitOnce(await context.newPage(), path));
      await context.close();
    }
    const [{ documentKb, allKb }] = seen as [Visit];
    const lcpMs = median(seen.map((visit) => visit.lcpMs));
    measured.set(name, { lcpMs, shift: Math.max(...seen.map(({ shift }) => shift)), documentKb, allKb });
  }
  console.log("first visits, slow 4G, a processor four times slower");
  console.table(
    Object.fromEntries(
      [...measured].map(([name, { lcpMs, shift, documentKb, allKb }]) => [
        name,
        {
          "JS kB": round(documentKb),
          "JS kB, later too": round(allKb),
          "LCP ms": Math.round(lcpMs),
          "layout shift": Math.round(shift * 10_000) / 10_000,
        },
      ]),
    ),
  );
  const bare = measured.get(lineOfText)?.lcpMs ?? 0;
  measured.delete(lineOfText);
  const pages = [...measured].map(([name, visit]) => ({ name, ...visit }));
  const largest = worst(pages, ({ documentKb }) => documentKb);
  const slowest = worst(pages, ({ lcpMs }) => lcpMs);
  const typical = median(pages.map(({ lcpMs }) => lcpMs));
  const moving = worst(pages, ({ shift }) => shift);
  const signIn = measured.get("sign-in")?.documentKb ?? 0;
  rows.push(
    {
      what: `script of a first visit, the largest page: ${largest.name}`,
      figure: `${round(largest.documentKb)} kB`,
      baseline: `sign-in ${round(signIn)} kB`,
      ratio: largest.documentKb / signIn,
      aim: `≤ ${aims.scriptKb} kB`,
      met: largest.documentKb <= aims.scriptKb,
    },
    paintRow(`largest paint, slow 4G, the slowest page: ${slowest.name}`, slowest.lcpMs, bare),
    paintRow("largest paint, slow 4G, the median page", typical, bare),
    {
      what: `layout shift, the worst page: ${moving.name}`,
      figure: String(Math.round(moving.shift * 10_000) / 10_000),
      baseline: null,
      ratio: null,
      aim: `≤ ${aims.shift}`,
      met: moving.shift <= aims.shift,
    },
  );
}

function paintRow(what: string, ms: number, bare: number): BenchRow {
  return {
    what,
    figure: `${Math.round(ms)} ms`,
    baseline: `a line of text ${Math.round(bare)} ms`,
    ratio: ms / bare,
    aim: `≤ ${aims.lcpMs} ms`,
    met: ms <= aims.lcpMs,
  };
}

async function visitOnce(page: Page, path: string): Promise<Visit> {
  const bodies = new Map<string, Promise<Buffer>>();
  page.on("response", (response) => {
    if (response.request().resourceType() === "script")
      // What is still under way when the visit ends does not count.
      bodies.set(
        new URL(response.url()).pathname,
        response.body().catch(() => Buffer.alloc(0)),
      );
  });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", slow4g);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: processorRate });
  await page.addInitScript(watchPaints);
  const response = await page.goto(path, { waitUntil: "load" });
  // Pages that follow changes are never without a request. What they load later, and what may shift then, is seen by now.
  await page.waitForTimeout(settleMs);
  const html = (await response?.text()) ?? "";
  const seen = await page.evaluate(() => (window as Window & { seen?: { lcpMs: number; shift: number } }).seen);
  if (seen === undefined || seen.lcpMs === 0) throw new Error(`${path} was not painted`);
  let documentKb = 0;
  let allKb = 0;
  for (const [file, body] of bodies) {
    const kb = gzipSync(await body).length / 1_000;
    allKb += kb;
    if (html.includes(`src="${file}"`)) documentKb += kb;
  }
  return { ...seen, documentKb, allKb };
}

/** Runs in the page, before anything else: the last candidate of the largest paint, and all shifts without input. */
function watchPaints(): void {
  const seen = { lcpMs: 0, shift: 0 };
  Object.assign(window, { seen });
  new PerformanceObserver((list) => {
    seen.lcpMs = list.getEntries().at(-1)?.startTime ?? seen.lcpMs;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
      if (!entry.hadRecentInput) seen.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}

/** From a click in the main navigation until the other page's heading is painted, after its link had the pointer. */
async function measureNavigation(context: BrowserContext, url: string, places: Record<string, string>): Promise<void> {
  const names = ["connections", "applications", "webhooks", "usage", "team", "settings", "overview"];
  const page = await context.newPage();
  // tsx names the functions inside of what runs in the page.
  await page.addInitScript("globalThis.__name = (value) => value");
  await page.goto("/");
  const times: number[] = [];
  const table: Record<string, object> = {};
  for (const name of names) {
    const href = places[name] ?? "/";
    const ofPage: number[] = [];
    for (let turn = 0; turn < visits; turn += 1) {
      const link = page.getByRole("navigation", { name: "Main" }).locator(`a[href^="${href}"]`).first();
      await link.hover();
      await page.waitForTimeout(prefetchMs);
      ofPage.push(await link.evaluate(clickAndWait));
      await page.getByRole("navigation", { name: "Main" }).locator('a[href^="/audit-log"]').first().click();
      await page.getByRole("heading", { level: 1, name: "Audit log" }).waitFor();
      await page.waitForTimeout(prefetchMs);
    }
    times.push(...ofPage);
    table[name] = { "median ms": Math.round(median(ofPage)), "slowest ms": Math.round(Math.max(...ofPage)) };
  }
  await page.close();
  console.log("from a click to the next page's heading");
  console.table(table);
  const bare: number[] = [];
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  for (let turn = 0; turn < times.length; turn += 1) {
    const startedAt = performance.now();
    await (await fetch(`${url}/healthz`, { headers: { cookie } })).text();
    bare.push(performance.now() - startedAt);
  }
  const p95 = percentile(times, 0.95);
  rows.push({
    what: "navigation between main pages, click to heading, p95",
    figure: `${Math.round(p95)} ms`,
    baseline: `one line from the server, p95 ${round(percentile(bare, 0.95))} ms`,
    ratio: p95 / percentile(bare, 0.95),
    aim: `≤ ${aims.navigationMs} ms`,
    met: p95 <= aims.navigationMs,
  });
}

/** Runs in the page. The heading of the page that is left is "Audit log" or the first one. */
function clickAndWait(link: Element): Promise<number> {
  const before = document.querySelector("main h1")?.textContent ?? "";
  const startedAt = performance.now();
  (link as HTMLElement).click();
  return new Promise((resolve) => {
    const look = () => {
      const heading = [...document.querySelectorAll<HTMLElement>("main h1")].find((one) => one.checkVisibility());
      const isThere = heading !== undefined && heading.textContent !== before && !heading.closest("[aria-busy]");
      // The frame after the one that has it: it is painted.
      if (isThere) requestAnimationFrame(() => resolve(performance.now() - startedAt));
      else requestAnimationFrame(look);
    };
    look();
  });
}

function median(values: readonly number[]): number {
  return percentile([...values], 0.5);
}

function worst<T>(all: readonly T[], of: (one: T) => number): T {
  return all.reduce((found, one) => (of(one) > of(found) ? one : found));
}

/** Times typing and clicking in the table of all connections, until the result is visible. */
async function measureTable(context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  await page.goto("/connections");
  const rows = page.getByRole("table", { name: "Domains" }).locator("tbody tr");
  await rows.nth(49).waitFor();
  await page.waitForTimeout(1_000);
  const timed = async (work: () => Promise<unknown>): Promise<{ ms: number }> => {
    const startedAt = performance.now();
    await work();
    return { ms: Math.round(performance.now() - startedAt) };
  };
  const table: Record<string, object> = {};
  table["50 more rows"] = await timed(async () => {
    await page.getByRole("button", { name: "Load more" }).click();
    await rows.nth(99).waitFor();
  });
  table["a search, from the last key on"] = await timed(async () => {
    await page.getByLabel("Search domains").fill("customer-77777.");
    await rows.nth(1).waitFor({ state: "detached" });
    await rows.getByText("shop.customer-77777.com").waitFor();
  });
  table["the search is cleared"] = await timed(async () => {
    await page.getByLabel("Search domains").fill("");
    await rows.nth(49).waitFor();
  });
  table["another order"] = await timed(async () => {
    await page.getByRole("button", { name: "Domain", exact: true }).click();
    await rows.first().getByText("shop.customer-1.com").waitFor();
  });
  console.log(`the table of ${total} connections, in Chromium`);
  console.table(table);
}

async function query(databaseUrl: string, sql: string, values: string[] = []): Promise<string> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query(sql, values);
    return String(rows[0]?.value);
  } finally {
    await client.end();
  }
}
