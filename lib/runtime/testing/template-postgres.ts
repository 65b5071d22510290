import { randomUUID } from "node:crypto";
import { openPostgres } from "@/lib/db/client";
import { applyMigrations, readMigrations } from "@/lib/db/migrate";
import { onServer } from "@/lib/runtime/testing/database";

/** Creates a database with all migrations once per run, for each test file to copy. */
export default async function makeTemplate(): Promise<(() => Promise<void>) | undefined> {
  const server = process.env.TEST_POSTGRES_URL;
  if (!server) return undefined;
  const name = `template_${randomUUID().replaceAll("-", "")}`;
  await onServer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const database = openPostgres(url.href, 2, () => undefined);
  await applyMigrations(database, readMigrations());
  // PostgreSQL cannot copy a database that has open connections.
  await database.close();
  process.env.TEST_POSTGRES_TEMPLATE = name;
  return () => onServer(server, `DROP DATABASE ${name} WITH (FORCE)`);
}
