import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { loadavg } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { attacks } from "@/bench/fair-shares/attacks";
import { type Accounts, edgeHostname, names, type World } from "@/bench/fair-shares/names";
import { createVictim, type VictimFigures } from "@/bench/fair-shares/victim";
import { describeMachine } from "@/bench/machine";
import { type Aim, type BenchRow, measured, report } from "@/bench/report";
import { benchToken, root, startBenchResponder, startServer } from "@/bench/start-server";
import { startPostgres } from "@/e2e/support/postgres";

// What one tenant gets while another attacks: the real server in production mode on PostgreSQL. The outside world, the
// attacker and the victim are processes of their own. `npm run bench:fair-shares -- slow-webhooks long-polls` runs some.
const measureMs = Number(process.env.BENCH_SECONDS ?? 15) * 1_000;
const warmUpMs = 4_000;
/** The attack is in full swing by then. */
const leadMs = 2_000;
const maxVerifiedMs = 2_000;
const maxRatio = 2;
const appUrl = "https://app.latchkey-platform.com";

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => attacks[name] === undefined);
if (unknown.length > 0) {
  throw new Error(`There is no attack ${unknown.join(", ")}. There are ${Object.keys(attacks).join(", ")}.`);
}
const selected = chosen.length > 0 ? chosen : Object.keys(attacks);
const secret = () => randomBytes(32).toString("base64");

const stops: (() => Promise<unknown>)[] = [];
try {
  console.log(describeMachine());
  for (const name of selected) console.log(`  ${name}: ${attacks[name]?.what}`);
  const postgres = await startPostgres();
  stops.push(postgres.stop);
  const databaseUrl = await postgres.createDatabase();
  const outside = startChild("outside.ts", [], {});
  stops.push(outside.stop);
  const { dnsPort, httpPort } = await outside.message<{ dnsPort: number; httpPort: number }>();
  const outsideUrl = `http://127.0.0.1:${httpPort}`;
  const env = {
    LOG_LEVEL: "error",
    APP_URL: appUrl,
    AUTH_SECRET: secret(),
    TOKEN_HMAC_SECRET: secret(),
    CREDENTIAL_ENC_KEY: secret(),
    WORKER_SECRET: secret(),
    EDGE_HOSTNAME: edgeHostname,
    EDGE_UPSTREAM_ALLOW: "127.0.0.0/8",
    DNS_RESOLVERS: `127.0.0.1:${dnsPort}`,
    DNS_AUTHORITATIVE_PORT: String(dnsPort),
    DNS_ALLOW_PRIVATE_NAMESERVERS: "1",
    BENCH_OUTBOUND_LOOPBACK: "1",
  };

  /** A new process for each phase, so that none inherits the queues of the one before. */
  const startWorld = async (accounts: Accounts) => {
    const server = await startServer(databaseUrl, env);
    const responder = await startBenchResponder(server);
    const stop = () => Promise.all([responder.stop(), server.stop()]);
    const world: World = {
      serverUrl: server.url,
      responderUrl: responder.url,
      outsideUrl,
      databaseUrl,
      appUrl,
      accounts,
    };
    return { server: { stop }, world };
  };

  // The first start migrates the database and gives the other processes its environment.
  const first = await startServer(databaseUrl, { ...env, WORKER_ENABLED: "0" });
  await first.stop();
  const setUp = startChild("create-accounts.ts", [outsideUrl], first.env);
  const accounts = await setUp.message<Accounts>();
  await setUp.stop();
  await createVictimEndpoint(databaseUrl, accounts, String(httpPort), startWorld);

  const idle = await measure(accounts, startWorld, null);
  console.log(`idle: load average ${load()}`);
  const rows: Record<string, Record<string, string>> = { idle: rowOf(idle.figures, null) };
  const reported: BenchRow[] = [];
  for (const name of selected) {
    try {
      const { figures, summary } = await measure(accounts, startWorld, name);
      rows[name] = rowOf(figures, idle.figures);
      reported.push(...compared(name, figures, idle.figures));
      console.log(`${name}: ${summary}; load average ${load()}`);
    } catch (error) {
      rows[name] = { met: "no" };
      const what = `beside ${name}: could not be measured`;
      reported.push({ what, figure: "", baseline: null, ratio: null, aim: null, met: false });
      console.log(`${name}: could not be measured: ${error instanceof Error ? error.message : error}`);
    }
    console.table({ idle: rows.idle, [name]: rows[name] });
    await cleanUp(databaseUrl, accounts);
  }
  console.log(`
Targets: TXT to verified p95 ≤ ${maxVerifiedMs} ms, /v1 list p95 ≤ ${maxRatio} × idle. Milliseconds; (n×): ratio to idle.`);
  console.table(rows);
  report(reported);
} finally {
  for (const stop of stops.reverse()) await stop();
}

type StartWorld = (accounts: Accounts) => Promise<{ server: { stop: () => Promise<unknown> }; world: World }>;

async function measure(
  accounts: Accounts,
  startWorld: StartWorld,
  attack: string | null,
): Promise<{ figures: VictimFigures; summary: string }> {
  const { server, world } = await startWorld(accounts);
  const attacker = attack === null ? null : startChild("attacker.ts", [attack, JSON.stringify(world)], {});
  try {
    const victim = await createVictim(world, benchToken);
    await victim.measure(warmUpMs);
    await attacker?.message<"ready">();
    attacker?.send("begin");
    await sleep(leadMs);
    const figures = await victim.measure(measureMs);
    attacker?.send("end");
    return { figures, summary: (await attacker?.message<string>()) ?? "" };
  } finally {
    await attacker?.stop();
    await server.stop();
  }
}

/** The victim's endpoint, created with a URL that the API accepts, and then led to the receiver on loopback. */
async function createVictimEndpoint(
  databaseUrl: string,
  accounts: Accounts,
  receiverPort: string,
  startWorld: StartWorld,
): Promise<void> {
  const { server, world } = await startWorld(accounts);
  const response = await fetch(`${world.serverUrl}/v1/webhook-endpoints`, {
    method: "POST",
    headers: { authorization: `Bearer ${accounts.victim.key}`, "content-type": "application/json" },
    body: JSON.stringify({ url: `https://${names.hooks}/`, event_types: ["domain.verified"] }),
  });
  if (!response.ok) throw new Error(`the victim's webhook endpoint: ${response.status} ${await response.text()}`);
  await server.stop();
  await execute(databaseUrl, [
    `UPDATE webhook_endpoints SET url = 'http://${names.hooks}:${receiverPort}/' WHERE tenant_id = '${accounts.victim.tenantId}'`,
  ]);
}

/** What an attack has left would go on in the next phase. */
async function cleanUp(databaseUrl: string, { victim }: Accounts): Promise<void> {
  await execute(databaseUrl, [
    `DELETE FROM jobs WHERE payload->>'tenantId' <> '${victim.tenantId}'`,
    `DELETE FROM webhook_attempts WHERE delivery_id IN (SELECT id FROM webhook_deliveries WHERE tenant_id <> '${victim.tenantId}')`,
    `DELETE FROM webhook_deliveries WHERE tenant_id <> '${victim.tenantId}'`,
    `DELETE FROM webhook_endpoints WHERE tenant_id <> '${victim.tenantId}'`,
    // Autovacuum is off in this cluster.
    "VACUUM ANALYZE",
  ]);
}

async function execute(databaseUrl: string, statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

function compared(attack: string, figures: VictimFigures, idle: VictimFigures): BenchRow[] {
  const rowOfP95 = (what: string, field: "verifiedP95" | "listP95", aim: Aim) =>
    measured(`beside ${attack}: ${what}, p95`, figures[field], "ms", {
      baseline: { what: "idle", value: idle[field] },
      aim,
    });
  return [
    rowOfP95("TXT to `verified`", "verifiedP95", { most: maxVerifiedMs }),
    rowOfP95("/v1 list", "listP95", { ratioMost: maxRatio }),
  ];
}

function rowOf(figures: VictimFigures, idle: VictimFigures | null): Record<string, string> {
  const compared = (value: number, base: number | undefined) =>
    base === undefined || base === 0 || value === Infinity
      ? format(value)
      : `${format(value)} (${(value / base).toFixed(1)}×)`;
  const isVerifiedInTime = figures.verifiedP95 <= maxVerifiedMs;
  const isListInTime = idle === null || figures.listP95 <= maxRatio * idle.listP95;
  return {
    "TXT to verified, p50": format(figures.verifiedP50),
    "… p95": format(figures.verifiedP95),
    "/v1 list, p95": compared(figures.listP95, idle?.listP95),
    "route, p99": compared(figures.routeP99, idle?.routeP99),
    "webhook, p95": format(figures.webhookP95),
    failures: String(figures.failures),
    met: isVerifiedInTime && isListInTime ? "yes" : "no",
  };
}

/** Of the last minute, and of the last five: what else the machine does is in it. */
function load(): string {
  return loadavg()
    .slice(0, 2)
    .map((value) => value.toFixed(1))
    .join(", ");
}

function format(ms: number): string {
  if (Number.isNaN(ms)) return "none";
  return ms === Infinity ? "not in time" : ms < 100 ? ms.toFixed(1) : String(Math.round(ms));
}

type Child = {
  /** The next message that was not read yet. @throws Error when the process has ended */
  message<T>(): Promise<T>;
  send(text: string): void;
  stop(): Promise<void>;
};

function startChild(file: string, args: string[], env: Record<string, string>): Child {
  const child: ChildProcess = fork(join(import.meta.dirname, "fair-shares", file), args, {
    cwd: root,
    execArgv: ["--import", "tsx"],
    env: { ...process.env, ...env },
  });
  const unread: unknown[] = [];
  let wake = () => {};
  let isOver = false;
  const exited = new Promise<void>((resolve) =>
    child.once("exit", () => {
      isOver = true;
      wake();
      resolve();
    }),
  );
  child.on("message", (message) => {
    unread.push(message);
    wake();
  });
  return {
    async message<T>() {
      while (unread.length === 0) {
        if (isOver) throw new Error(`${file} ended with ${child.exitCode}`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return unread.shift() as T;
    },
    send: (text) => void (child.connected && child.send(text)),
    async stop() {
      if (child.exitCode === null) child.kill("SIGKILL");
      await exited;
    },
  };
}
