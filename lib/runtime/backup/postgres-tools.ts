import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { processVariables } from "@/lib/kernel/edge-env";
import { Refusal } from "@/lib/kernel/errors";

/** PostgreSQL's client programs of one version. */
export type PostgresTools = { pgDump: string; pgRestore: string; psql: string; version: string };

/** Where distributions install several versions side by side. */
const versionFolders = "/usr/lib/postgresql";

/**
 * The programs for a server: of its own major version if there are some, else of a newer one. An older pg_dump refuses the
 * server, and an older psql what a newer pg_dump writes.
 * @param serverVersion as `SHOW server_version` has it, e.g. 15.18
 * @throws Refusal invalid with a sentence where there are none
 */
export async function findPostgresTools(serverVersion: string, folders = searchFolders()): Promise<PostgresTools> {
  const wanted = majorOf(serverVersion);
  const found: PostgresTools[] = [];
  for (const folder of folders) {
    const [pgDump = "", pgRestore = "", psql = ""] = ["pg_dump", "pg_restore", "psql"].map((name) =>
      join(folder, name),
    );
    if (![pgDump, pgRestore, psql].every((path) => existsSync(path))) continue;
    const version = await versionOf(pgDump);
    if (version !== null) found.push({ pgDump, pgRestore, psql, version });
  }
  const fitting = found
    .filter(({ version }) => majorOf(version) >= wanted)
    .sort((one, other) => majorOf(one.version) - majorOf(other.version))[0];
  if (fitting) return fitting;
  const install = `Install PostgreSQL's client programs of version ${wanted} or newer (Debian: postgresql-client-${wanted})`;
  const versions = [...new Set(found.map(({ version }) => version))].join(", ");
  throw new Refusal(
    "invalid",
    found.length === 0
      ? `pg_dump, pg_restore and psql were not found. ${install}.`
      : `The server is PostgreSQL ${serverVersion}, and pg_dump here is ${versions}, which is too old for it. ${install}.`,
  );
}

function searchFolders(): string[] {
  const installed = existsSync(versionFolders) ? readdirSync(versionFolders) : [];
  return [
    ...(processVariables().PATH ?? "").split(delimiter).filter((folder) => folder !== ""),
    ...installed.map((version) => join(versionFolders, version, "bin")),
  ];
}

async function versionOf(pgDump: string): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(pgDump, ["--version"], { timeout: 10_000 });
    return /(\d+(?:\.\d+)*)/.exec(stdout)?.[1] ?? null;
  } catch {
    return null;
  }
}

function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}

/** Parameters of a URL that libpq knows. Those of other drivers, it would refuse. */
const libpqParameters =
  /^(ssl(mode|cert|key|rootcert|crl)|host|port|options|application_name|connect_timeout|channel_binding)$/;

/** How a program of PostgreSQL is given a database: the password is in its environment, because others see its arguments. */
export function connectionOf(databaseUrl: string): { dbname: string; environment: Record<string, string> } {
  const url = new URL(databaseUrl);
  const password = decodeURIComponent(url.password);
  url.password = "";
  for (const name of [...url.searchParams.keys()]) if (!libpqParameters.test(name)) url.searchParams.delete(name);
  const passed = Object.entries(processVariables()).flatMap(([name, value]) =>
    /^(PATH|HOME|LANG|LC_.*|PG.*)$/.test(name) && value !== undefined ? [[name, value]] : [],
  );
  return {
    dbname: url.href,
    environment: { ...Object.fromEntries(passed), ...(password === "" ? {} : { PGPASSWORD: password }) },
  };
}

/** Starts a program; `done` resolves when it has ended with 0, and rejects with what it printed. */
export function startTool(
  command: string,
  args: readonly string[],
  environment: Record<string, string>,
): { child: ChildProcess; done: Promise<void> } {
  const child = spawn(command, args, { env: environment as NodeJS.ProcessEnv, stdio: ["pipe", "pipe", "pipe"] });
  let printed = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    printed = (printed + chunk).slice(-2_000);
  });
  // A program that ends early takes no more input: its exit says why.
  child.stdin.on("error", () => undefined);
  const done = new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      const name = command.split("/").at(-1);
      if (code === 0) resolve();
      else reject(new Refusal("invalid", `${name} failed: ${printed.trim() || `it ended with ${code}`}`));
    });
  });
  return { child, done };
}
