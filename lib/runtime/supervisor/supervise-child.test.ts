import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createScratchDirectory, type ScratchDirectory } from "@/e2e/support/scratch-directory";
import { ProcessStartError } from "@/lib/edge/managed-process";
import { silentLog } from "@/lib/kernel/log";
import { findProcessStart } from "@/lib/kernel/process-start";
import { appEnvironment, edgeEnvironment } from "@/lib/runtime/supervisor/child-environments";
import { createSupervisor } from "@/lib/runtime/supervisor/create-supervisor";
import { findRecordedProcess, writeProcessRecord } from "@/lib/runtime/supervisor/process-record";
import { restartDelay } from "@/lib/runtime/supervisor/restart-delay";
import { type Child, type ChildSpec, superviseChild } from "@/lib/runtime/supervisor/supervise-child";

let scratch: ScratchDirectory;
const children: Child[] = [];

beforeEach(() => {
  scratch = createScratchDirectory("supervisor-test");
});
afterEach(async () => {
  for (const child of children.splice(0)) await child.stop(2_000);
  scratch.remove();
});

function supervise(change: Partial<ChildSpec> = {}): Child {
  const child = superviseChild(specOf(change), { runDir: scratch.path, log: silentLog });
  children.push(child);
  return child;
}

function specOf(change: Partial<ChildSpec> = {}): ChildSpec {
  return {
    name: "responder",
    command: process.execPath,
    args: ["-e", "setInterval(() => undefined, 1000)"],
    env: {},
    configuration: "one",
    outputPath: null,
    maxRestartDelayMs: 30_000,
    assertCanStart: async () => undefined,
    isReady: async () => true,
    explainFirstExit: () => null,
    ...change,
  };
}

describe("a supervised process", () => {
  it("is started again when it ends, and leaves nothing behind when it is stopped", async () => {
    const child = supervise();
    await child.ready;
    const first = child.pid() ?? 0;
    process.kill(first, "SIGKILL");
    await expect.poll(() => child.pid() ?? first).not.toBe(first);
    const second = child.pid() ?? 0;
    await child.stop(2_000);
    expect([first, second].map(findProcessStart)).toEqual([null, null]);
    expect(existsSync(join(scratch.path, "responder.pid"))).toBe(false);
  });

  it("is killed when it does not stop in time", async () => {
    const marker = join(scratch.path, "started");
    const script = `process.on("SIGTERM", () => undefined); setInterval(() => undefined, 1000);
      require("node:fs").writeFileSync(${JSON.stringify(marker)}, "")`;
    const child = supervise({ args: ["-e", script], isReady: async () => existsSync(marker) });
    await child.ready;
    const pid = child.pid() ?? 0;
    await child.stop(200);
    expect(findProcessStart(pid)).toBe(null);
  });

  it("of an earlier supervisor is kept if its configuration is the same, and ended if it is not", async () => {
    const left = await leaveBehind("one");
    const kept = supervise();
    await kept.ready;
    expect(kept.pid()).toBe(left);
    process.kill(left, "SIGKILL");
    await expect.poll(() => kept.pid() ?? left).not.toBe(left);
    await kept.stop(2_000);

    const other = await leaveBehind("two");
    const replaced = supervise();
    await replaced.ready;
    expect(replaced.pid()).not.toBe(other);
    expect(findProcessStart(other)).toBe(null);
  });

  it("is not taken for another one that has its process id by now", async () => {
    writeProcessRecord(join(scratch.path, "responder.pid"), {
      pid: process.pid,
      startedAt: "1@another-boot",
      configuration: "one",
    });
    expect(findRecordedProcess(join(scratch.path, "responder.pid"))).toBe(null);
    const child = supervise();
    await child.ready;
    expect(child.pid()).not.toBe(process.pid);
    await child.stop(2_000);
    expect(findProcessStart(process.pid)).not.toBe(null);
  });

  it("ends the start with its sentence if its first start cannot succeed, and is tried again if it could", async () => {
    const refused = supervise({
      args: ["-e", "process.exit(78)"],
      isReady: async () => false,
      explainFirstExit: () => "why",
    });
    await expect(refused.ready).rejects.toThrow("why");

    const taken = async () => {
      throw new ProcessStartError("port 80 is taken");
    };
    await expect(supervise({ assertCanStart: taken }).ready).rejects.toThrow("port 80 is taken");

    const counter = join(scratch.path, "starts");
    const script = `const fs = require("node:fs"); fs.appendFileSync(${JSON.stringify(counter)}, "x");
      if (fs.readFileSync(${JSON.stringify(counter)}, "utf8").length < 3) process.exit(1); setInterval(() => undefined, 1000)`;
    const starts = () => (existsSync(counter) ? readFileSync(counter, "utf8").length : 0);
    const child = supervise({ name: "app", args: ["-e", script], isReady: async () => starts() === 3 });
    await child.ready;
    expect(starts()).toBe(3);
  });

  it("is replaced in order by one with another configuration", async () => {
    const child = supervise();
    await child.ready;
    const before = child.pid() ?? 0;
    await child.replace(specOf({ configuration: "two" }));
    await expect.poll(() => findRecordedProcess(join(scratch.path, "responder.pid"))?.configuration).toBe("two");
    expect(findProcessStart(before)).toBe(null);
  });
});

it("one supervisor has a data folder, and the next one has it after that", async () => {
  const options = { dataDir: join(scratch.path, "data"), log: silentLog };
  const first = createSupervisor(options);
  expect(() => createSupervisor(options)).toThrow(`is in use by process ${process.pid}.`);
  await first.stop();
  await createSupervisor(options).stop();
});

it("the delays before a restart never become shorter while starts fail, and begin anew after a steady minute", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 120_000 }), { maxLength: 30 }),
      fc.nat(30_000),
      (runs, maxDelayMs) => {
        let failures = 0;
        let before = -1;
        for (const ranMs of runs) {
          const next = restartDelay(failures, ranMs, maxDelayMs);
          if (ranMs >= 60_000) expect(next).toEqual({ failures: 1, delayMs: 0 });
          else expect(next.delayMs).toBeGreaterThanOrEqual(before);
          expect(next.delayMs).toBeLessThanOrEqual(maxDelayMs);
          ({ failures } = next);
          before = next.delayMs;
        }
      },
    ),
  );
  const delays = Array.from({ length: 8 }, (_, failures) => restartDelay(failures, 1_000, 30_000).delayMs);
  expect(delays).toEqual([0, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 30_000]);
});

it("the responder gets no secret of the app, and the app gets everything", () => {
  const secrets = {
    AUTH_SECRET: "a",
    TOKEN_HMAC_SECRET: "b",
    CREDENTIAL_ENC_KEY: "c",
    WORKER_SECRET: "d",
    DATABASE_URL: "e",
    STRIPE_SECRET_KEY: "f",
    SMTP_URL: "g",
    GITHUB_SECRET: "h",
  };
  const edge = { EDGE_BIND: "127.0.0.1", CONTROLPLANE_URL: "http://a", DNS_RESOLVERS: "1.1.1.1", EDGE_ISSUER: "" };
  expect(edgeEnvironment({ ...secrets, ...edge }, { EDGE_TOKEN: "t" })).toEqual({
    CONTROLPLANE_URL: "http://a",
    DNS_RESOLVERS: "1.1.1.1",
    EDGE_BIND: "127.0.0.1",
    EDGE_TOKEN: "t",
  });
  expect(appEnvironment(secrets, { WORKER_ENABLED: "0" })).toEqual({ ...secrets, WORKER_ENABLED: "0" });
});

/** A process as a supervisor that was killed leaves it. */
async function leaveBehind(configuration: string): Promise<number> {
  mkdirSync(scratch.path, { recursive: true });
  const child = spawn(process.execPath, ["-e", "console.log(1); setInterval(() => undefined, 1000)"], {
    detached: true,
    stdio: ["ignore", "pipe", "ignore"],
  });
  await once(child.stdout, "data");
  const { pid = 0 } = child;
  writeProcessRecord(join(scratch.path, "responder.pid"), {
    pid,
    startedAt: findProcessStart(pid) ?? "",
    configuration,
  });
  return pid;
}
