import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const limitMs = 5_000;

/** For the responder, which reports it to the control plane: `v2.11.9`. */
export function writeCaddyVersion(bin: string, dataDir: string): void {
  const answer = spawnSync(bin, ["version"], { encoding: "utf8", timeout: limitMs }).stdout ?? "";
  const [version = ""] = answer.trim().split(/\s/);
  mkdirSync(join(dataDir, "edge"), { recursive: true, mode: 0o700 });
  writeFileSync(join(dataDir, "edge/caddy-version"), version);
}
