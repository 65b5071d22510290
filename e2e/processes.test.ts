import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { requestThroughEdge } from "@/e2e/support/edge-request";
import { getFreePort } from "@/e2e/support/free-port";
import { type Latchkey, type LatchkeyOptions, sandboxKey, startLatchkey } from "@/e2e/support/latchkey";
import { type Postgres, startPostgres } from "@/e2e/support/postgres";
import { createScratchDirectory, type ScratchDirectory } from "@/e2e/support/scratch-directory";
import { startUpstream, type Upstream } from "@/e2e/support/upstream";
import { findProcessStart } from "@/lib/kernel/process-start";
import type { ChildName } from "@/lib/runtime/supervisor/supervise-child";
import { timeLimit } from "@/scripts/time-limit.mjs";

// The processes of `npm start` as they are shipped, on PostgreSQL: what goes on running when one of them does not.
const HOSTNAME = "shop.acme.test";
const ARCHIVED = "old.acme.test";
const names: readonly ChildName[] = ["app", "worker", "responder", "caddy"];
const limit = { timeout: timeLimit(60_000) };

let postgres: Postgres;
let upstream: Upstream;
let scratch: ScratchDirectory;
let options: LatchkeyOptions;
let latchkey: Latchkey;

beforeAll(async () => {
  postgres = await startPostgres({ sharedUrl: process.env.TEST_POSTGRES_URL });
  // Not the sandbox's sample website, which is part of the app.
  upstream = await startUpstream("shop");
  scratch = createScratchDirectory("processes");
  options = {
    mode: "sandbox",
    databaseUrl: await postgres.createDatabase(),
    dataDir: join(scratch.path, "data"),
    edgePorts: { http: await getFreePort(), https: await getFreePort() },
    // A second start has the same configuration as the first one.
    env: {
      PORT: String(await getFreePort()),
      RESPONDER_PORT: String(await getFreePort()),
      SANDBOX_DNS_PORT: String(await getFreePort()),
      // Those that the first start generates.
      INTERNAL_TOKEN: "",
      EDGE_TOKEN: "",
    },
  };
  latchkey = await startLatchkey(options);
}, timeLimit(120_000));

afterAll(async () => {
  await latchkey?.stop();
  await postgres?.stop();
  await upstream?.stop();
  scratch?.remove();
});

it("a hostname that is live is served, and one that was archived is not", async () => {
  await connect(HOSTNAME);
  const { id } = await connect(ARCHIVED);
  await latchkey.api(sandboxKey)("DELETE", `/v1/connections/${id}`);
  await expect.poll(() => statusOf(ARCHIVED), limit).toBe(404);
});

it.each(names)("%s is started again when it is killed, and the others stay", async (name) => {
  const before = pids();
  process.kill(before[name], "SIGKILL");
  await expectAnother(name, before[name]);
  const others = Object.entries(before).filter(([other]) => other !== name);
  expect(Object.entries(pids()).filter(([other]) => other !== name)).toEqual(others);
  await expect.poll(() => statusOf(HOSTNAME), limit).toBe(200);
  await expect.poll(isAppReady, limit).toBe(true);
});

it("the edge serves on when the supervisor is killed, and the next one keeps it and replaces the rest", async () => {
  const before = pids();
  process.kill(latchkey.pid, "SIGKILL");
  await latchkey.exited;
  for (let visit = 0; visit < 5; visit += 1) expect(await statusOf(HOSTNAME)).toBe(200);
  expect(pids()).toEqual(before);

  latchkey = await startLatchkey(options);
  const after = pids();
  expect([after.responder, after.caddy]).toEqual([before.responder, before.caddy]);
  expect(after.app).not.toBe(before.app);
  expect(after.worker).not.toBe(before.worker);
  expect([before.app, before.worker].map(findProcessStart)).toEqual([null, null]);
  await expect.poll(isAppReady, limit).toBe(true);

  // What it has adopted is started again like any other.
  process.kill(after.responder, "SIGKILL");
  await expectAnother("responder", after.responder);
  await expect.poll(() => statusOf(HOSTNAME), limit).toBe(200);
});

it("an edge with another configuration is replaced", async () => {
  const before = pids();
  process.kill(latchkey.pid, "SIGKILL");
  await latchkey.exited;
  latchkey = await startLatchkey({ ...options, env: { ...options.env, EDGE_HOSTNAME: "edge2.latchkey.test" } });
  expect(pids().caddy).not.toBe(before.caddy);
  expect(findProcessStart(before.caddy)).toBe(null);
  await expect.poll(() => statusOf(HOSTNAME), limit).toBe(200);
});

it("a second start on the same folder is refused, and one on another folder and other ports runs beside it", async () => {
  await expect(startLatchkey(options)).rejects.toThrow(`is in use by process ${latchkey.pid}.`);
  const second = await startLatchkey({ mode: "sandbox" });
  try {
    expect(await second.ask(HOSTNAME)).toBe(403);
    expect(await statusOf(HOSTNAME)).toBe(200);
    expect(Object.values(pids())).not.toContain(second.pidOf("caddy"));
  } finally {
    await second.stop();
  }
  expect(await statusOf(HOSTNAME)).toBe(200);
});

it("after a power failure, without its database, the edge serves what it knew and refuses what was archived", async () => {
  await latchkey.kill();
  const nowhere = `postgresql://nobody@127.0.0.1:${await getFreePort()}/none`;
  latchkey = await startLatchkey({ ...options, databaseUrl: nowhere, waitFor: "edge" });
  expect(await isAppReady()).toBe(false);
  expect(await statusOf(HOSTNAME)).toBe(200);
  expect(await statusOf(ARCHIVED)).toBe("refused");
  expect(await statusOf("never.acme.test")).toBe("refused");
});

it("Ctrl-C ends every process", async () => {
  const before = pids();
  process.kill(latchkey.pid, "SIGINT");
  expect(await latchkey.exited).toEqual({ code: 0, signal: null });
  expect(Object.values(before).map(findProcessStart)).toEqual(Object.values(before).map(() => null));
  expect(readdirSync(join(latchkey.dataDir, "run"))).toEqual(["caddy.out"]);
});

function findPid(name: ChildName): number | null {
  try {
    return latchkey.pidOf(name);
  } catch {
    return null;
  }
}

/** Waits until the process runs again, as another one. */
async function expectAnother(name: ChildName, before: number): Promise<void> {
  await expect.poll(() => findPid(name), limit).toSatisfy((pid) => pid !== null && pid !== before);
}

function pids(): Record<ChildName, number> {
  const [app, worker, responder, caddy] = [
    latchkey.pidOf("app"),
    latchkey.pidOf("worker"),
    latchkey.pidOf("responder"),
    latchkey.pidOf("caddy"),
  ];
  return { app, worker, responder, caddy };
}

function isAppReady(): Promise<boolean> {
  return fetch(`${latchkey.url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** Of a new connection through the edge; "refused" where there is no certificate for the name. */
async function statusOf(hostname: string): Promise<number | "refused"> {
  const root = join(latchkey.dataDir, "caddy/pki/authorities/local/root.crt");
  if (!existsSync(root)) return "refused";
  const { httpsPort } = latchkey.edge;
  return requestThroughEdge({ port: httpsPort, hostname, ca: readFileSync(root, "utf8") }).then(
    ({ status }) => status,
    () => "refused",
  );
}

const connection = z.object({
  id: z.uuid(),
  state: z.string(),
  ownership_challenge: z.object({ name: z.string(), type: z.string(), value: z.string() }),
  desired_records: z.array(z.object({ host: z.string(), type: z.string(), value: z.string() })),
});

/** Until it is live, and served. */
async function connect(hostname: string): Promise<{ id: string }> {
  const api = latchkey.api(sandboxKey);
  const application = { name: hostname, environment: "test", upstream: upstream.url };
  const { id } = z.object({ id: z.uuid() }).parse((await api("POST", "/v1/applications", application)).body);
  const body = { application_id: id, hostname };
  const created = connection.parse((await api("POST", "/v1/connections", body)).body);
  const desired = created.desired_records.map(({ host, type, value }) => ({ name: host, type, value }));
  for (const { name, type, value } of [created.ownership_challenge, ...desired]) {
    expect(await api("POST", "/sandbox/records", { name, type, value })).toMatchObject({ status: 201 });
  }
  const stateOf = async () => connection.parse((await api("GET", `/v1/connections/${created.id}`)).body).state;
  await expect.poll(stateOf, limit).toBe("live");
  await expect.poll(() => statusOf(hostname), limit).toBe(200);
  return created;
}
