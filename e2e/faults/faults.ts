import { readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { FeedFault } from "@/e2e/faults/feed-proxy";
import { newestSnapshot, type Rig, waitFor } from "@/e2e/faults/rig";

export type Fault = {
  name: string;
  /** On the oldest Caddy as well. */
  main?: true;
  /** In the same outage of app and database as the fault before it: starting both again takes most of the time. */
  inOutage?: true;
  holdMs: number;
  /** Why it cannot be run here; null: it can. */
  skip?(rig: Rig): string | null;
  begin(rig: Rig): Promise<void>;
  /** What else must hold while it lasts. */
  during?(rig: Rig): Promise<void>;
  end?(rig: Rig): Promise<void>;
};

const dayMs = 86_400_000;

const feedFault = (fault: FeedFault): Fault => {
  let archived = "";
  return {
    name: `the feed answers wrongly: ${fault}`,
    holdMs: 2_500,
    async begin(rig) {
      rig.feed.set(fault);
      archived = await rig.archiveOne();
    },
    during: (rig) => waitFor("an answer that is wrong", async () => rig.feed.hits() > 0),
    async end(rig) {
      rig.feed.set("none");
      await rig.confirmStopped(archived);
    },
  };
};

const snapshotFault = (what: string, damage: (path: string) => void): Fault => ({
  name: `app and database away, newest snapshot ${what}, responder restarted`,
  inOutage: true,
  holdMs: 2_000,
  async begin(rig) {
    damage(newestSnapshot(rig.edgeDir));
    await rig.replace("responder");
  },
});

/** One after another: Caddy asks again a minute after a failure, and all hosts wait for that together. */
const caFaults = ["down", "nonces", "limited"] as const;
const waiting: string[] = [];
const isServed = async (rig: Rig, hostname: string) => (await rig.visit(hostname)).origin !== null;

async function waitWithout(rig: Rig, fault: (typeof caFaults)[number]): Promise<void> {
  if (fault === "down") await rig.ca.stop();
  else rig.ca.set(fault);
  const hostname = await rig.connectOne({ certified: false });
  waiting.push(hostname);
  await waitFor(`${hostname} allowed`, async () => (await rig.ask(hostname)).ask === 200);
  if (await isServed(rig, hostname)) throw new Error(`${hostname} got a certificate from a CA that issues none`);
  if (fault === "down") await rig.ca.start();
}

/** Of the hosts whose certificates were due. */
let renewed = () => false;

/** In this order. Each ends before the next one begins. */
export const faults: readonly Fault[] = [
  {
    name: "PostgreSQL killed",
    main: true,
    holdMs: 4_000,
    begin: (rig) => rig.postgres.kill(),
    end: (rig) => rig.postgres.restart(),
  },
  {
    name: "worker killed",
    holdMs: 1_500,
    begin: async (rig) => rig.signal("worker", "SIGKILL"),
  },
  {
    name: "app stopped (SIGSTOP)",
    holdMs: 6_000,
    begin: async (rig) => rig.signal("app", "SIGSTOP"),
    end: async (rig) => rig.signal("app", "SIGCONT"),
  },
  {
    name: "responder killed",
    main: true,
    holdMs: 2_500,
    async begin(rig) {
      console.info(`responder: back after ${(await rig.replace("responder")).toFixed(2)} s`);
    },
  },
  ...(["500", "html", "hang"] as const).map(feedFault),
  // After a lie the edge takes a snapshot, so that it has two generations of files from here on.
  ...(["gap", "repeated", "backwards", "nonce"] as const).map(feedFault),
  {
    name: "app and database killed",
    main: true,
    inOutage: true,
    holdMs: 3_000,
    async begin(rig) {
      await rig.postgres.kill();
      rig.signal("app", "SIGKILL");
    },
  },
  {
    name: "app and database away, Caddy killed, some certificates due for renewal",
    main: true,
    inOutage: true,
    holdMs: 3_500,
    async begin(rig) {
      const aged = rig.agedHosts(3);
      renewed = aged.areRenewed;
      console.info(`Caddy: back after ${(await rig.replace("caddy")).toFixed(2)} s`);
    },
    during: () => waitFor("the renewals", async () => renewed()),
  },
  {
    name: "app and database away, responder killed",
    main: true,
    inOutage: true,
    holdMs: 2_500,
    begin: async (rig) => void (await rig.replace("responder")),
  },
  snapshotFault("truncated", (path) => truncateSync(path, Math.floor(readFileSync(path).length / 2))),
  snapshotFault("garbled", (path) => {
    const bytes = readFileSync(path);
    for (let index = 40; index < bytes.length; index += 97) bytes[index] = (bytes[index] ?? 0) ^ 0x55;
    writeFileSync(path, bytes);
  }),
  snapshotFault("missing", (path) => rmSync(path)),
  {
    name: "disk full",
    holdMs: 1_500,
    skip: ({ hasOwnDisk }) => (hasOwnDisk ? null : "needs root, to mount a small file system"),
    begin: async (rig) => rig.fillDisk(),
    async during(rig) {
      // In force all the same, from memory.
      await rig.stopOne();
      const hostname = await rig.connectOne({ certified: false });
      await waitFor(`${hostname} allowed`, async () => (await rig.ask(hostname)).ask === 200);
    },
    async end(rig) {
      rig.freeDisk();
      const isWritten = async () => (await rig.health())?.problems.every((one) => !one.includes("cannot be written"));
      await waitFor("the edge to have written what it could not", async () => (await isWritten()) ?? false);
      await rig.replace("responder");
    },
  },
  {
    name: "clock a day ahead, then a day behind",
    holdMs: 1_000,
    async begin(rig) {
      rig.setClock(dayMs);
      await sleep(2_500);
      rig.setClock(-dayMs);
      await sleep(2_500);
      await rig.stopOne();
    },
    end: async (rig) => rig.setClock(0),
  },
  {
    name: "CA down, then refusing nonces, then refusing orders by its limits",
    holdMs: 1_000,
    async begin(rig) {
      for (const fault of caFaults) await waitWithout(rig, fault);
    },
    async end(rig) {
      rig.ca.set("none");
      for (const hostname of waiting) await waitFor(`${hostname} served`, () => isServed(rig, hostname));
    },
  },
];
