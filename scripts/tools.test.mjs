import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { downloadCaddyRelease, ensureTools, findTool, MissingTool } from "./tools.mjs";

let directory;
let server;
let files;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "latchkey-tools-"));
  files = new Map();
  server = createServer((request, response) => {
    const file = files.get(request.url.split("/").at(-1));
    response.writeHead(file ? 200 : 404).end(file);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true, force: true });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function publish(version, { sumOf } = {}) {
  writeFileSync(join(directory, "caddy"), "#!/bin/sh\necho v1.2.3\n");
  chmodSync(join(directory, "caddy"), 0o755);
  spawnSync("tar", ["-czf", "caddy.tar.gz", "caddy"], { cwd: directory });
  const archive = readFileSync(join(directory, "caddy.tar.gz"));
  const sum = createHash("sha512")
    .update(sumOf ?? archive)
    .digest("hex");
  const names = ["linux", "mac"].flatMap((os) =>
    ["amd64", "arm64"].map((cpu) => `caddy_${version}_${os}_${cpu}.tar.gz`),
  );
  for (const name of names) files.set(name, archive);
  files.set(`caddy_${version}_checksums.txt`, names.map((name) => `${sum}  ${name}\n`).join(""));
}

const get = () =>
  downloadCaddyRelease({
    releases: `http://127.0.0.1:${server.address().port}`,
    version: "1.2.3",
    bin: join(directory, "placed/caddy"),
  });

describe("the official release", () => {
  it("is placed, ready to run, when it has the published sum", async () => {
    publish("1.2.3");
    await get();
    expect(spawnSync(join(directory, "placed/caddy"), { encoding: "utf8" }).stdout).toBe("v1.2.3\n");
  });

  it("is not used when its sum is another one", async () => {
    publish("1.2.3", { sumOf: "something else" });
    await expect(get()).rejects.toThrow("does not have the published SHA-512");
    expect(existsSync(join(directory, "placed/caddy"))).toBe(false);
  });

  it("that cannot be had is a reason in words", async () => {
    await expect(get()).rejects.toThrow("the official release cannot be had from here (status 404)");
  });
});

describe("finding a tool", () => {
  it("takes the named program before all others", () => {
    const bin = join(directory, "caddy");
    writeFileSync(bin, "#!/bin/sh\necho 'v2.8.4 h1:abc='\n");
    chmodSync(bin, 0o755);
    vi.stubEnv("CADDY_BIN", bin);
    expect(findTool("caddy")).toEqual({ bin, version: "2.8.4", source: "CADDY_BIN" });
  });

  it("says so when the named program is none", () => {
    vi.stubEnv("KNOTD_BIN", join(directory, "nothing"));
    expect(() => findTool("knot")).toThrow(`KNOTD_BIN=${join(directory, "nothing")} is not an executable file`);
  });

  it("names three ways to provide what is missing", () => {
    const { message, tail } = new MissingTool("knot", ["one thing"]);
    expect(message).toContain("knot (an authoritative DNS server) is missing");
    expect(tail).toHaveLength(4);
    expect(tail.join("\n")).toMatch(
      /apt-get install knot knot-dnsutils[\s\S]*PATH[\s\S]*KNOTD_BIN[\s\S]*tried: one thing/,
    );
  });
});

it("what is known already is not written again: in an image the folder is read-only", async () => {
  const path = join(import.meta.dirname, "../.tools/tools.json");
  vi.stubEnv("POSTGRES_BIN_DIR", "");
  const quiet = { run: async (_label, work) => void (await work(() => undefined)), note: () => undefined };
  await ensureTools(["postgres"], { steps: quiet });
  const before = statSync(path, { bigint: true });
  await ensureTools(["postgres"], { steps: quiet });
  const after = statSync(path, { bigint: true });
  expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
});
