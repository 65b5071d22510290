import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import pMap from "p-map";
import { type Postgres, startPostgres } from "@/e2e/support/postgres";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { type Database, openPostgres } from "@/lib/db/client";
import { applyMigrations, readMigrations } from "@/lib/db/migrate";
import { type ManagedProcess, startProcess } from "@/lib/edge/managed-process";
import { compile } from "@/scripts/compile.mjs";
import { timeLimit } from "@/scripts/time-limit.mjs";

type Worker = { process: ManagedProcess; journalPath: string };

/** Two worker processes that share one database and are killed while they work. */
export type WorkerFleet = {
  database: Database;
  random(): number;
  /** @param dnsPort where the workers ask about DNS; default: a port that does not answer */
  start(dnsPort?: number): Promise<void>;
  /**
   * Creates the work in one round per kill. Each kill (SIGKILL, so no clean-up) comes after a random time.
   * @returns how many jobs were running when their worker was killed
   */
  workUnderKills<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<number>;
  stop(): Promise<void>;
};

const root = join(import.meta.dirname, "../..");
const KILLS = 8;
const CONCURRENCY = 4;
const LEASE_MS = 2_000;
const SEED = 20_261_123;
const NO_DNS_PORT = 9;

export async function createWorkerFleet(
  name: string,
  { killAfterMs: [soonest, latest] }: { killAfterMs: [soonest: number, latest: number] },
): Promise<WorkerFleet> {
  const random = seededRandom(SEED);
  const scratch = createScratchDirectory(name);
  const postgres: Postgres = await startPostgres({ sharedUrl: process.env.TEST_POSTGRES_URL });
  const databaseUrl = await postgres.createDatabase();
  const database = openPostgres(databaseUrl, 10, () => undefined);
  await applyMigrations(database, readMigrations());
  // Compiled, a worker starts in a third of the time, and about twenty are started.
  const build = join(".build", name);
  await compile(["e2e/support/worker-process.ts"], build);
  const script = join(root, build, "e2e/support/worker-process.js");
  const workers: Worker[] = [];
  let dnsPort = NO_DNS_PORT;
  let started = 0;

  async function startWorker(): Promise<Worker> {
    started += 1;
    const logPath = join(scratch.path, `worker-${started}.log`);
    const journalPath = join(scratch.path, `worker-${started}.journal`);
    const worker = await startProcess({
      name: "worker",
      command: process.execPath,
      args: [script, databaseUrl, String(dnsPort), String(LEASE_MS), journalPath],
      env: {},
      cwd: root,
      logPath,
      readyTimeoutMs: timeLimit(30_000),
      ready: async () => readFileSync(logPath, { encoding: "utf8", flag: "a+" }).includes("working"),
    });
    return { process: worker, journalPath };
  }

  async function killOne(): Promise<number> {
    const index = Math.floor(random() * workers.length);
    await setTimeout(soonest + random() * (latest - soonest));
    const victim = workers[index];
    if (!victim) throw new Error("no worker to kill");
    process.kill(victim.process.pid, "SIGKILL");
    await victim.process.exited;
    const journal = existsSync(victim.journalPath) ? readFileSync(victim.journalPath, "utf8") : "";
    workers[index] = await startWorker();
    return journal.split("+").length - journal.split("-").length;
  }

  return {
    database,
    random,
    async start(port = NO_DNS_PORT) {
      dnsPort = port;
      workers.push(...(await Promise.all([startWorker(), startWorker()])));
    },
    async workUnderKills(items, work) {
      let interrupted = 0;
      const shareSize = Math.ceil(items.length / KILLS);
      for (let round = 0; round < KILLS; round += 1) {
        const share = items.slice(round * shareSize, (round + 1) * shareSize);
        const [cut] = await Promise.all([killOne(), pMap(share, work, { concurrency: CONCURRENCY })]);
        interrupted += cut;
      }
      return interrupted;
    },
    async stop() {
      for (const worker of workers) await worker.process.stop();
      await database.close();
      await postgres.stop();
      scratch.remove();
    },
  };
}

/** mulberry32: the same sequence in every run. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
