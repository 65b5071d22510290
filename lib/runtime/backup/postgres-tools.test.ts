import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { connectionOf, findPostgresTools } from "@/lib/runtime/backup/postgres-tools";

const root = mkdtempSync(join(tmpdir(), "postgres-tools-"));
afterAll(() => rmSync(root, { recursive: true }));

function install(version: string, names = ["pg_dump", "pg_restore", "psql"]): string {
  const folder = join(root, `${version}-${names.length}`);
  mkdirSync(folder, { recursive: true });
  for (const name of names) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho "${name} (PostgreSQL) ${version} (Debian ${version}-0)"\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

it("takes the programs of the server's own version, or else the next newer one", async () => {
  const folders = ["14.9", "17.2", "15.18", "16.1"].map((version) => install(version));
  expect(await findPostgresTools("15.3", folders)).toMatchObject({ version: "15.18" });
  expect(await findPostgresTools("16.9", folders)).toMatchObject({ version: "16.1", psql: join(root, "16.1-3/psql") });
  expect(await findPostgresTools("13.1", folders)).toMatchObject({ version: "14.9" });
});

it("says what to install where they are missing, incomplete or too old", async () => {
  await expect(findPostgresTools("15.3", [])).rejects.toThrow(/were not found\. Install .*postgresql-client-15/);
  await expect(findPostgresTools("15.3", [install("15.1", ["pg_dump"])])).rejects.toThrow(/were not found/);
  const tooOld = findPostgresTools("17.0 (Debian 17.0-1)", [install("14.9"), install("16.1")]);
  await expect(tooOld).rejects.toThrow(
    /pg_dump here is 14\.9, 16\.1, which is too old for it\. Install .*version 17 or newer/,
  );
});

it("gives them the password out of sight, and no parameters of other drivers", () => {
  const { dbname, environment } = connectionOf(
    "postgresql://app:p%40ss@db.internal:5433/latchkey?sslmode=require&schema=public&connection_limit=5",
  );
  expect(dbname).toBe("postgresql://app@db.internal:5433/latchkey?sslmode=require");
  expect(environment).toMatchObject({ PGPASSWORD: "p@ss" });
});
