import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { getFreePort } from "@/e2e/support/free-port";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { getToolPath } from "@/e2e/support/tool-path";
import { type CaddyExit, type CaddyOptions, caddyEnvironment, type EdgeSettings, startCaddy } from "@/lib/edge/caddy";

const configPath = join(import.meta.dirname, "../../Caddyfile");
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function settings(change: Partial<EdgeSettings> = {}): Promise<EdgeSettings> {
  const scratch = createScratchDirectory("caddy-test");
  cleanups.push(scratch.remove);
  return {
    controlplaneUrl: "http://127.0.0.1:9",
    appUrl: "http://localhost:3000",
    edgeHostname: "edge.platform.test",
    issuer: "internal",
    acmeEmail: null,
    httpPort: await getFreePort(),
    httpsPort: await getFreePort(),
    bind: "127.0.0.1",
    storageDir: scratch.path,
    adminAddress: null,
    internalToken: null,
    trustedProxies: [],
    trustedRootsFile: null,
    ...change,
  };
}

function optionsFor(edge: EdgeSettings, change: Partial<CaddyOptions> = {}): CaddyOptions {
  return {
    bin: getToolPath("caddy-2.6"),
    configPath,
    env: caddyEnvironment(edge),
    logPath: join(edge.storageDir, "caddy.log"),
    pidFile: join(edge.storageDir, "caddy.pid"),
    ...change,
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A child that its own parent has not collected yet is dead all the same.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

describe("the environment of Caddy", () => {
  it("leaves out what is not set and serves the app's host over HTTPS, whatever its own scheme and port", async () => {
    const env = caddyEnvironment(await settings({ appUrl: "http://127.0.0.1:3000", controlplaneUrl: "http://a:1/" }));
    expect(env).toMatchObject({
      APP_URL: "https://localhost",
      CONTROLPLANE_URL: "http://a:1",
      EDGE_HOSTNAME: "edge.platform.test",
    });
    expect(env).not.toHaveProperty("ACME_EMAIL");
    expect(caddyEnvironment(await settings({ appUrl: "https://app.example.com/" })).APP_URL).toBe(
      "https://app.example.com",
    );
  });
});

describe("Caddy as a child", () => {
  it("is ready when both ports accept, and leaves neither process nor process file when stopped", async () => {
    const edge = await settings();
    const caddy = await startCaddy(optionsFor(edge));
    cleanups.push(() => caddy.stop());
    const pid = caddy.pid() ?? 0;
    expect(readFileSync(join(edge.storageDir, "caddy.pid"), "utf8")).toBe(String(pid));
    await caddy.stop();
    expect(isAlive(pid)).toBe(false);
    expect(existsSync(join(edge.storageDir, "caddy.pid"))).toBe(false);
  });

  it("says which port is taken and how to choose another", async () => {
    const squatter = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => squatter.once("listening", resolve));
    cleanups.push(() => new Promise((resolve) => squatter.close(resolve)));
    const { port } = squatter.address() as AddressInfo;
    await expect(startCaddy(optionsFor(await settings({ httpsPort: port })))).rejects.toThrow(
      `port ${port} is taken by another program: end it, or set EDGE_HTTPS_PORT to a free port`,
    );
  });

  it("reports Caddy's error message when it exits at once", async () => {
    const edge = await settings();
    const broken = join(edge.storageDir, "Caddyfile");
    writeFileSync(broken, "example.test {\n\tno_such_directive\n}\n");
    await expect(startCaddy(optionsFor(edge, { configPath: broken }))).rejects.toThrow(
      /exit code 1[\s\S]*no_such_directive/,
    );
  });

  it("is restarted when it dies, and reports it", async () => {
    const exits: CaddyExit[] = [];
    const caddy = await startCaddy(optionsFor(await settings(), { onExit: (exit) => exits.push(exit) }));
    cleanups.push(() => caddy.stop());
    const first = caddy.pid() ?? 0;
    process.kill(first, "SIGKILL");
    await expect.poll(() => caddy.pid() ?? first).not.toBe(first);
    expect(exits).toMatchObject([{ signal: "SIGKILL", restartInMs: 500 }]);
    await caddy.stop();
    expect(exits).toHaveLength(1);
  });

  it("left behind by a run that was killed is stopped first, and another process with the same process id is not", async () => {
    const edge = await settings();
    const options = optionsFor(edge);
    const env = { ...options.env } as NodeJS.ProcessEnv;
    const left = spawn(options.bin, ["run", "--config", configPath, "--adapter", "caddyfile"], {
      env,
      stdio: "ignore",
    });
    cleanups.push(() => left.kill("SIGKILL"));
    writeFileSync(options.pidFile, String(left.pid));
    const caddy = await startCaddy(options);
    cleanups.push(() => caddy.stop());
    expect(isAlive(left.pid ?? 0)).toBe(false);
    await caddy.stop();

    writeFileSync(options.pidFile, String(process.pid));
    const next = await startCaddy(options);
    cleanups.push(() => next.stop());
    expect(isAlive(process.pid)).toBe(true);
  });

  it.runIf(process.platform === "linux")("ends when the process that started it is killed", async () => {
    const edge = await settings();
    const options = optionsFor(edge);
    const script = join(edge.storageDir, "parent.mts");
    const module = join(import.meta.dirname, "caddy.ts");
    writeFileSync(
      script,
      `import { startCaddy } from ${JSON.stringify(module)};\nawait startCaddy(${JSON.stringify(options)});\n`,
    );
    const tsconfig = join(import.meta.dirname, "../../tsconfig.json");
    const parent = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), script], {
      env: { ...process.env, TSX_TSCONFIG_PATH: tsconfig },
      stdio: "ignore",
    });
    cleanups.push(() => parent.kill("SIGKILL"));
    await expect.poll(() => existsSync(options.pidFile)).toBe(true);
    const pid = Number(readFileSync(options.pidFile, "utf8"));
    expect(isAlive(pid)).toBe(true);
    parent.kill("SIGKILL");
    await expect.poll(() => isAlive(pid)).toBe(false);
  });
});
