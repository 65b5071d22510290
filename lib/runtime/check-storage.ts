import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { errorText } from "@/lib/kernel/errors";
import { type EdgeCheck, fail, ok, warn } from "@/lib/runtime/edge-check";

/** As statfs(2) has it. */
const networkTypes: Readonly<Record<number, string>> = { 26985: "NFS", 4283649346: "CIFS", 4266872130: "SMB2" };
const childMs = 10_000;

/** Creates a file that exists already, and reads one that was just renamed: what Caddy's locks rely on. */
const otherProcess = `
  const { openSync, readFileSync } = require("node:fs");
  const [lock, renamed] = process.argv.slice(1);
  let code = "created";
  try { openSync(lock, "wx") } catch (error) { code = error.code }
  process.stdout.write(code + " " + readFileSync(renamed, "utf8"));
`;

/** Whether Caddy can write its folder of certificates, and lock it against the Caddys of other edges. */
export function checkStorage(folder: string): EdgeCheck[] {
  const name = join(folder, `.latchkey-doctor-${randomBytes(6).toString("hex")}`);
  try {
    writeFileSync(`${name}.new`, "renamed", { mode: 0o600 });
    renameSync(`${name}.new`, `${name}.txt`);
    closeSync(openSync(`${name}.lock`, "wx", 0o600));
    const seen = spawnSync(process.execPath, ["-e", otherProcess, `${name}.lock`, `${name}.txt`], {
      encoding: "utf8",
      timeout: childMs,
    });
    return [ok(`The storage ${folder} is writable`), checkLock(seen.stdout), ...checkFileSystem(folder)];
  } catch (error) {
    return [
      fail(
        `The storage ${folder} is not writable: ${errorText(error)}`,
        "Give the folder to the user that runs Caddy: without it, each start orders all certificates again.",
      ),
    ];
  } finally {
    for (const end of ["new", "txt", "lock"]) rmSync(`${name}.${end}`, { force: true });
  }
}

function checkLock(seen: string): EdgeCheck {
  if (seen === "EEXIST renamed") return ok("Another process sees its locks and its new files at once");
  return fail(
    `Another process does not see locks in the storage (${seen || "no answer"}).`,
    "Edges that share this folder would order the same certificates: use a file system with POSIX semantics.",
  );
}

function checkFileSystem(folder: string): EdgeCheck[] {
  const type = networkTypes[statfsSync(folder).type];
  if (type === undefined) return [];
  return [
    warn(
      `The storage is on ${type}, whose caches may hide a lock from another machine for seconds.`,
      "Mount it without attribute caching (NFS: noac), or use a storage module: docs/self-hosting.md",
    ),
  ];
}

const markers = ".latchkey-edges";

/** Leaves this edge's name in the storage, and reads those of the others. Several edges need one storage. */
export function checkShared(folder: string, edge: { id: string; name: string }): EdgeCheck {
  try {
    const path = join(folder, markers);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    writeFileSync(join(path, edge.id), edge.name, { mode: 0o600 });
    const others = readdirSync(path)
      .filter((id) => id !== edge.id)
      .map((id) => readFileSync(join(path, id), "utf8").slice(0, 120));
    return others.length === 0
      ? ok("No other edge has been checked in this storage: several edges need one that they share")
      : ok(`Shared with ${others.join(", ")}`);
  } catch (error) {
    return warn(`This edge's name could not be left in the storage: ${errorText(error)}`, "See above.");
  }
}
