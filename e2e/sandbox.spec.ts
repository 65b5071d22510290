import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, request, test } from "@playwright/test";
import { requestThroughEdge } from "@/e2e/support/edge-request";
import { type Latchkey, type LatchkeyOptions, sandboxKey, startLatchkey } from "@/e2e/support/latchkey";
import { createScratchDirectory, type ScratchDirectory } from "@/e2e/support/scratch-directory";
import { signIn } from "@/e2e/support/sign-in";
import { createConnectionByApi, demoApplication, expectState } from "@/e2e/support/wire";
import { findProcessStart } from "@/lib/kernel/process-start";
import { demoPeople } from "@/lib/runtime/sandbox/demo-people";
import { timeLimit } from "@/scripts/time-limit.mjs";

const LIVE_TIMEOUT_MS = timeLimit(60_000);
const HOSTNAME = "shop.acme.test";

test.describe("the sandbox", () => {
  test.describe.configure({ mode: "serial" });
  let scratch: ScratchDirectory;
  let options: LatchkeyOptions;
  let latchkey: Latchkey;
  let connectionId: string;

  const visit = () =>
    requestThroughEdge({
      port: latchkey.edge.httpsPort,
      hostname: HOSTNAME,
      ca: readFileSync(join(latchkey.dataDir, "caddy/pki/authorities/local/root.crt"), "utf8"),
    });

  test.beforeAll(async () => {
    scratch = createScratchDirectory("sandbox-spec");
    options = { mode: "sandbox", dataDir: join(scratch.path, "data") };
    latchkey = await startLatchkey(options);
  });

  test.afterAll(async () => {
    await latchkey?.stop();
    scratch?.remove();
  });

  test("connects a hostname with HTTP requests alone, and is live soon after publishing", async () => {
    const api = latchkey.api(sandboxKey);
    const connection = await createConnectionByApi(api, await demoApplication(api), HOSTNAME);
    connectionId = connection.id;
    const { ownership_challenge: challenge, desired_records: desired } = connection;
    const records = [challenge, ...desired.map(({ host, type, value }) => ({ name: host, type, value }))];
    for (const { name, type, value } of records) {
      const published = await api("POST", "/sandbox/records", { name, type, value });
      expect(published.status, JSON.stringify(published.body)).toBe(201);
    }
    const startedAt = performance.now();
    await expectState(api, connectionId, ["live"], LIVE_TIMEOUT_MS);
    console.info(`sandbox: live ${((performance.now() - startedAt) / 1_000).toFixed(1)} s after publishing`);

    const { status, body } = await visit();
    expect(status, body).toBe(200);
    expect(body).toContain(HOSTNAME);
  });

  test("the doctor finds nothing wrong with a live hostname, and says what to publish for another", async () => {
    const live = await latchkey.doctor(HOSTNAME);
    expect(live, live.stdout).toMatchObject({ code: 0, stdout: expect.stringContaining("✓ Nothing is wrong.") });
    const api = latchkey.api(sandboxKey);
    const { ownership_challenge: challenge } = await createConnectionByApi(
      api,
      await demoApplication(api),
      "new.acme.test",
    );
    const stuck = await latchkey.doctor("new.acme.test");
    expect(stuck.code, stuck.stdout).toBe(1);
    expect(stuck.stdout).toContain(challenge.value);
    expect(stuck.stdout).toMatch(/Host +\S+\.new\n/);
    expect((await latchkey.doctor("nobody.acme.test")).stdout).toContain("edge.latchkey.test");
  });

  test("a record that no provider would accept is refused with the field and an explanation", async () => {
    const record = { name: "bad.acme.test", type: "A", value: "300.1.1.1" };
    expect(await latchkey.api(sandboxKey)("POST", "/sandbox/records", record)).toMatchObject({
      status: 400,
      body: { error: { code: "invalid", param: "value", message: expect.stringContaining("IPv4") } },
    });
  });

  test("an unknown path of the API returns the error envelope, and not a page", async () => {
    const api = latchkey.api(sandboxKey);
    for (const [method, path] of [
      ["GET", "/v1/nothing"],
      ["DELETE", "/v1/connections/x/y/z"],
      ["POST", "/v1"],
    ] as const) {
      expect(await api(method, path)).toMatchObject({ status: 404, body: { error: { code: "not_found" } } });
    }
  });

  test("no file of its data folder can be read by another user of the machine", async () => {
    const names = readdirSync(latchkey.dataDir, { recursive: true }) as string[];
    const modes = ["", ...names].map((name) => [name, lstatSync(join(latchkey.dataDir, name)).mode & 0o077] as const);
    expect(names).toEqual(
      expect.arrayContaining(["caddy.log", "edge/settings.json", "lock.json", "pglite/PG_VERSION", "run/app.pid"]),
    );
    expect(modes.filter(([, rights]) => rights !== 0)).toEqual([]);
  });

  test("a second process on the same folder is refused with an explanation, and the first one continues", async () => {
    await expect(startLatchkey(options)).rejects.toThrow(
      new RegExp(`ended with exit code 1 .*is in use by process ${latchkey.pid}\\.`, "s"),
    );
    expect(await latchkey.ask(HOSTNAME)).toBe(200);
  });

  test("killed without warning, all of it starts again with its data", async () => {
    await latchkey.kill();
    latchkey = await startLatchkey(options);
    expect(await latchkey.ask(HOSTNAME)).toBe(200);
    await expectState(latchkey.api(sandboxKey), connectionId, ["live"], LIVE_TIMEOUT_MS);
    // The sample website has another port now, and the edge takes the change when it is connected again.
    await expect.poll(async () => (await visit()).body, { timeout: timeLimit(15_000) }).toContain(HOSTNAME);
  });

  test("after SIGTERM it exits with 0 and leaves no process, port or lock behind", async () => {
    const pids = (["app", "responder", "caddy"] as const).map(latchkey.pidOf);
    process.kill(latchkey.pid, "SIGTERM");
    expect(await latchkey.exited).toEqual({ code: 0, signal: null });
    expect(pids.map(findProcessStart)).toEqual([null, null, null]);
    expect(readdirSync(join(latchkey.dataDir, "run"))).toEqual(["caddy.out"]);
    expect(existsSync(join(latchkey.dataDir, "lock.json"))).toBe(false);
    for (const url of [latchkey.url, latchkey.responderUrl]) await expect(fetch(url)).rejects.toThrow();
  });
});

test("without INTERNAL_TOKEN, Caddy and the responder get one, and monitoring works on this machine only", async () => {
  const env = { INTERNAL_TOKEN: "", EDGE_TOKEN: "", LOG_LEVEL: "debug" };
  const started = await startLatchkey({ mode: "sandbox", env });
  try {
    const get = (path: string, headers: Record<string, string> = {}) =>
      fetch(`${started.url}${path}`, { headers }).then(({ status }) => status);
    // The start was ready by /healthz, without a valid token.
    expect(await get("/metrics")).toBe(200);
    for (const name of ["x-forwarded-for", "forwarded", "x-real-ip", "via"]) {
      expect([name, await get("/metrics", { [name]: "203.0.113.7" })]).toEqual([name, 401]);
    }
    expect(await get("/healthz", { "x-forwarded-for": "127.0.0.1, 203.0.113.7" })).toBe(401);
    const ask = (query: string) => fetch(`${started.responderUrl}/internal/ask?${query}`).then(({ status }) => status);
    expect(await ask("domain=a.acme.test")).toBe(401);
    expect(await get("/internal/edge/settings")).toBe(401);

    const token = variableOf(started.pidOf("caddy"), "INTERNAL_TOKEN");
    const edgeToken = variableOf(started.pidOf("responder"), "EDGE_TOKEN");
    for (const generated of [token, edgeToken]) expect(generated).toMatch(/^[\w-]{40,}$/);
    expect(variableOf(started.pidOf("responder"), "INTERNAL_TOKEN")).toBe(token);
    expect(variableOf(started.pidOf("app"), "INTERNAL_TOKEN")).toBe(null);
    expect(variableOf(started.pidOf("caddy"), "EDGE_TOKEN")).toBe(null);
    expect(await ask(`domain=a.acme.test&token=${token}`)).toBe(403);
    const logs = [...started.tail(), readFileSync(join(started.dataDir, "caddy.log"), "utf8")].join("\n");
    expect(logs).not.toContain(token);
    expect(logs).not.toContain(edgeToken);
  } finally {
    await started.stop();
  }
});

test("the sessions of a process without proxies have the connection's address, whatever the request says", async () => {
  const started = await startLatchkey({ mode: "sandbox", env: { TRUSTED_PROXIES: "0" } });
  try {
    const baseUrl = `http://localhost:${new URL(started.url).port}`;
    const spoofed = { "x-forwarded-for": "198.51.100.66", "x-latchkey-peer": "198.51.100.66" };
    const browser = await request.newContext({ extraHTTPHeaders: spoofed });
    await signIn(browser, demoPeople.owner, baseUrl);
    const read = async (path: string) => (await browser.get(`${baseUrl}${path}`)).json();
    const devices = await read("/v1/session/devices");
    const log = await read("/v1/audit-log?limit=5");
    expect(devices.data[0]).toMatchObject({ ip: "127.0.0.1" });
    expect(log.data[0]).toMatchObject({ action: "session.started", ip: "127.0.0.1" });
  } finally {
    await started.stop();
  }
});

test("production does not start while a secret is missing or a default, and lists exactly those", async () => {
  const refused = await startLatchkey({
    mode: "production",
    databaseUrl: "postgresql://nobody@127.0.0.1:1/none",
    env: {
      APP_URL: "https://app.latchkey-platform.com",
      EDGE_HOSTNAME: "edge.latchkey-platform.com",
      EDGE_ADDRESSES: "127.0.0.1",
      EDGE_ISSUER: "acme",
      TOKEN_HMAC_SECRET: "",
      WORKER_SECRET: "sandbox-worker-secret-not-for-production",
    },
  }).then(
    async (started) => {
      await started.stop();
      return "it started";
    },
    (error: Error) => error.message,
  );
  expect(refused).toContain("ended with exit code 1");
  expect(refused.match(/^ +- \S+ is (missing|a default)/gm)?.map((line) => line.trim())).toEqual([
    "- TOKEN_HMAC_SECRET is missing",
    "- WORKER_SECRET is a default",
  ]);
});

/** Of a running process's environment. */
function variableOf(pid: number, name: string): string | null {
  const lines = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  return lines.find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
}
