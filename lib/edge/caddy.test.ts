import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { getFreePort } from "@/e2e/support/free-port";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { getToolPath } from "@/e2e/support/tool-path";
import { type CaddyOptions, type CaddySettings, caddyEnvironment, startCaddy } from "@/lib/edge/caddy";

const configPath = join(import.meta.dirname, "../../Caddyfile");
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function settings(change: Partial<CaddySettings> = {}): Promise<CaddySettings> {
  const scratch = createScratchDirectory("caddy-test");
  cleanups.push(scratch.remove);
  return {
    controlplaneUrls: ["http://127.0.0.1:9"],
    responderUrl: "http://127.0.0.1:9",
    appUrl: "http://localhost:3000",
    edgeHostname: "edge.platform.test",
    issuer: "internal",
    acmeEmail: null,
    httpPort: await getFreePort(),
    httpsPort: await getFreePort(),
    bind: "127.0.0.1",
    storageDir: scratch.path,
    storageFile: null,
    logPath: null,
    adminAddress: null,
    internalToken: null,
    trustedProxies: [],
    trustedRootsFile: null,
    ...change,
  };
}

function optionsFor(edge: CaddySettings, change: Partial<CaddyOptions> = {}): CaddyOptions {
  return {
    bin: getToolPath("caddy-2.6"),
    configPath,
    env: caddyEnvironment(edge),
    logPath: join(edge.storageDir, "caddy.out"),
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
  it("names one issuer without a binding as it is, and otherwise its directory, the second issuer, and their bindings", async () => {
    const second = "https://ca.example/directory";
    const binding = { id: "key-1", secret: "secret" };
    const environmentOf = async (change: Partial<CaddySettings>) => caddyEnvironment(await settings(change));
    expect((await environmentOf({ issuer: "acme" })).EDGE_ISSUER).toBe("acme");
    const one = await environmentOf({ issuer: "acme", bindings: [binding, null] });
    expect(one).toMatchObject({
      EDGE_ISSUER: "https://acme-v02.api.letsencrypt.org/directory",
      EDGE_ISSUERS: "one",
      EDGE_EAB: "eab key-1 secret",
    });
    const two = await environmentOf({ issuer: `acme ${second}`, bindings: [null, binding] });
    expect(two).toMatchObject({ EDGE_ISSUERS: "two", EDGE_ISSUER_URL_2: second, EDGE_EAB_2: "eab key-1 secret" });
    expect(two).not.toHaveProperty("EDGE_EAB");
  });

  it("leaves out what is not set and serves the app's host over HTTPS, whatever its own scheme and port", async () => {
    const controlplaneUrls = ["http://a:1/", "http://b:2"];
    const env = caddyEnvironment(await settings({ appUrl: "http://127.0.0.1:3000", controlplaneUrls }));
    expect(env).toMatchObject({
      APP_URL: "https://localhost",
      CONTROLPLANE_URL: "http://a:1 http://b:2",
      EDGE_HOSTNAME: "edge.platform.test",
    });
    expect(env).not.toHaveProperty("ACME_EMAIL");
    expect(env.EDGE_ISSUER).toBe("internal");
    expect(env).not.toHaveProperty("EDGE_ISSUERS");
    expect(caddyEnvironment(await settings({ appUrl: "https://app.example.com/" })).APP_URL).toBe(
      "https://app.example.com",
    );
  });
});

describe("Caddy as a child", () => {
  it("is ready when both ports accept, and gone when stopped", async () => {
    const caddy = await startCaddy(optionsFor(await settings()));
    cleanups.push(() => caddy.stop());
    expect(isAlive(caddy.pid)).toBe(true);
    await caddy.stop();
    expect(isAlive(caddy.pid)).toBe(false);
  });

  it.each(["caddy", "caddy-2.6"] as const)(
    "%s keeps its keys where the operator's own storage block says, and its log in a file",
    async (tool) => {
      const edge = await settings();
      const own = join(edge.storageDir, "own");
      const storageFile = join(edge.storageDir, "storage.caddy");
      writeFileSync(storageFile, `storage file_system {\n\troot ${own}\n}\n`);
      const logPath = join(edge.storageDir, "log of caddy.log");
      const env = caddyEnvironment({ ...edge, storageFile, logPath, storageDir: join(edge.storageDir, "other") });
      const caddy = await startCaddy(optionsFor(edge, { bin: getToolPath(tool), env }));
      cleanups.push(() => caddy.stop());
      await expect.poll(() => existsSync(join(own, "pki/authorities/local/root.key"))).toBe(true);
      expect(existsSync(join(edge.storageDir, "other/pki"))).toBe(false);
      await expect
        .poll(() => existsSync(logPath) && readFileSync(logPath, "utf8"))
        .toContain('"msg":"serving initial configuration"');
    },
  );

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

  it.runIf(process.platform === "linux")("ends when the process that started it is killed", async () => {
    const edge = await settings();
    const options = optionsFor(edge);
    const script = join(edge.storageDir, "parent.mts");
    const module = join(import.meta.dirname, "caddy.ts");
    writeFileSync(
      script,
      `import { startCaddy } from ${JSON.stringify(module)};
       const { pid } = await startCaddy(${JSON.stringify(options)});
       console.log(pid);`,
    );
    const tsconfig = join(import.meta.dirname, "../../tsconfig.json");
    const parent = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), script], {
      env: { ...process.env, TSX_TSCONFIG_PATH: tsconfig },
      stdio: ["ignore", "pipe", "inherit"],
    });
    cleanups.push(() => parent.kill("SIGKILL"));
    const [printed] = await once(parent.stdout, "data");
    const pid = Number(printed);
    expect(isAlive(pid)).toBe(true);
    parent.kill("SIGKILL");
    await expect.poll(() => isAlive(pid)).toBe(false);
  });
});
