import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { type Database, openPglite, openPostgres } from "@/lib/db/client";
import { describeMigration, type MigrationFacts } from "@/lib/db/describe-migration";
import { applyMigrations, findUnknown, type Migration, readAppliedMigrations, readMigrations } from "@/lib/db/migrate";
import { waitForDatabase } from "@/lib/db/wait-for-database";
import { type Env, processEnv } from "@/lib/kernel/env";
import { Refusal } from "@/lib/kernel/errors";
import { backupsFolder, createBackup, readVersion } from "@/lib/runtime/backup/create-backup";
import { readManifest } from "@/lib/runtime/backup/manifest";
import { refusalsPrinted } from "@/lib/runtime/refusals-printed";

const usage = `
  npm run upgrade [-- --yes --no-backup --plan]

  After git pull: says what the migrations of this version change in the database, takes a backup and applies them.

    --yes         does not ask
    --no-backup   takes no backup first
    --plan        only says what would be done. Ends with 1 where something is
`;

const options = {
  yes: { type: "boolean" },
  "no-backup": { type: "boolean" },
  plan: { type: "boolean" },
  help: { type: "boolean" },
} as const;

/** @returns the exit code */
export async function main(argv: readonly string[]): Promise<number> {
  return refusalsPrinted(async () => {
    const { values } = parseArgs({ args: [...argv], options });
    if (values.help) {
      console.log(usage);
      return 0;
    }
    const env = processEnv();
    const migrations = readMigrations();
    const plan = await withDatabase(env, (database) => planUpgrade(database, migrations));
    for (const line of describePlan(plan, {
      version: readVersion(),
      lastBackup: findLastBackup(env),
      now: new Date(),
    })) {
      console.log(line);
    }
    if (plan.pending.length === 0) return 0;
    if (values.plan) return 1;
    if (!values.yes && !(await isConfirmed())) return 1;
    if (!values["no-backup"] && plan.applied > 0) {
      const now = new Date();
      const to = join(backupsFolder(env), `before-upgrade-${now.toISOString().replaceAll(/[:.]/g, "-")}`);
      const { folder } = await createBackup(env, { to, now });
      console.log(`  ✓ backup: ${folder}`);
    }
    const applied = await withDatabase(env, (database) =>
      waitForDatabase(() => applyMigrations(database, migrations, { alone: true }), {
        onWaiting: (sentence) => console.log(`  … ${sentence}`),
      }),
    );
    console.log(`  ✓ ${applied.length} migrations applied. Now restart the apps and workers, one after the other.`);
    return 0;
  });
}

export type UpgradePlan = {
  /** Migrations that the database has. */
  applied: number;
  newest: string | null;
  pending: MigrationFacts[];
  /** Of a newer version than this one. */
  unknown: string[];
  /** Connections of others to the database: apps and workers that run. */
  others: number;
};

export async function planUpgrade(database: Database, migrations: readonly Migration[]): Promise<UpgradePlan> {
  const applied = await readAppliedMigrations(database);
  const names = new Set(applied.map(({ name }) => name));
  const rows =
    database.engine === "pglite"
      ? []
      : await database.prisma.$queryRaw<{ others: number }[]>`
          SELECT count(*)::int AS others FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`;
  return {
    applied: applied.length,
    newest: applied.at(-1)?.name ?? null,
    pending: migrations.filter(({ name }) => !names.has(name)).map(describeMigration),
    unknown: findUnknown(applied, migrations).map(({ name }) => name),
    others: rows[0]?.others ?? 0,
  };
}

const dayMs = 86_400_000;

/** The plan in lines of text. Pure. */
export function describePlan(
  { applied, newest, pending, unknown, others }: UpgradePlan,
  { version, lastBackup, now }: { version: string; lastBackup: Date | null; now: Date },
): string[] {
  const lines = [
    "",
    `  This is Latchkey ${version}. The database has ${applied} migrations${newest === null ? "" : `, the newest is ${newest}`}.`,
  ];
  if (unknown.length > 0) {
    lines.push(
      `  ! The database was upgraded by a newer version: this one does not know ${unknown.join(", ")}.`,
      "    It runs where none of them says that it is incompatible; the app refuses to start otherwise.",
    );
  }
  if (pending.length === 0) return [...lines, "  ✓ Nothing is pending.", ""];
  lines.push(`  ${pending.length} migrations are pending:`);
  for (const { name, summary, locks, incompatible } of pending) {
    lines.push(`    ${name}`, `      ${summary}.`, `      Locks: ${locks ?? "for a moment"}.`);
    if (incompatible !== null) lines.push(`      Earlier versions cannot run with it: ${incompatible}.`);
  }
  const isBreaking = pending.some(({ incompatible }) => incompatible !== null);
  lines.push(
    isBreaking
      ? "  ! Stop every app and worker before you go on."
      : "  The version before may go on running beside this one, until you have restarted everything.",
  );
  if (isBreaking && others > 0) lines.push(`  ! ${others} other connections to the database are open.`);
  const ageDays = lastBackup === null ? null : Math.floor((now.getTime() - lastBackup.getTime()) / dayMs);
  const age = ageDays === 0 ? "less than a day" : `${ageDays} days`;
  lines.push(
    lastBackup === null
      ? "  There is no backup in DATA_DIR/backups."
      : `  The newest backup in DATA_DIR/backups is ${age} old.`,
    "",
  );
  return lines;
}

function findLastBackup(env: Env): Date | null {
  const folder = backupsFolder(env);
  if (!existsSync(folder)) return null;
  const times = readdirSync(folder).flatMap((name) => {
    try {
      return [new Date(readManifest(join(folder, name)).takenAt)];
    } catch {
      return [];
    }
  });
  return times.sort((one, other) => other.getTime() - one.getTime())[0] ?? null;
}

async function withDatabase<T>(env: Env, work: (database: Database) => Promise<T>): Promise<T> {
  const database =
    env.databaseUrl === null
      ? await openPglite(env.dataDir)
      : openPostgres(env.databaseDirectUrl ?? env.databaseUrl, 2, () => undefined);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

async function isConfirmed(): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new Refusal(
      "invalid",
      "Nobody can be asked here: add --yes to apply the migrations, or --plan to see them only.",
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question("  Take a backup and apply them? [y/N] ")).trim());
  } finally {
    terminal.close();
  }
}
