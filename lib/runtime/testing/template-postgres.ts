import { randomUUID } from "node:crypto";
import { openPostgres } from "@/lib/db/client";
import { applyMigrations, readMigrations } from "@/lib/db/migrate";
import { onServer } from "@/lib/runtime/testing/database";

/** Once per run: a database with all migrations, to be copied by each test file. */
export default async function makeTemplate(): Promise<(() => Promise<void>) | undefined> {
  const server = process.env.TEST_POSTGRES_URL;
  if (!server) return undefined;
  const name = `template_${randomUUID().replaceAll("-", "")}`;
  await onServer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const database = openPostgres(url.href, 2, () => undefined);
  await applyMigrations(database, readMigrations());
  // A database with open connections cannot be copied.
  await database.close();
  process.env.TEST_POSTGRES_TEMPLATE = name;
  return () => onServer(server, `DROP DATABASE ${name} WITH (FORCE)`);
}
