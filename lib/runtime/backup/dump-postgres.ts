import { Client } from "pg";
import type { Manifest } from "@/lib/runtime/backup/manifest";
import { connectionOf, findPostgresTools, startTool } from "@/lib/runtime/backup/postgres-tools";
import { readTables } from "@/lib/runtime/backup/read-tables";

/**
 * Writes the whole database to a file, in pg_dump's custom format, while it is used. What is counted and what is dumped are
 * one snapshot.
 * @param url of PostgreSQL and not of a pooler: the snapshot is shared between sessions
 */
export async function dumpPostgres(url: string, path: string): Promise<Pick<Manifest, "counts" | "migrations">> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version: string }>("SHOW server_version");
    const tools = await findPostgresTools(rows[0]?.server_version ?? "");
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const exported = await client.query<{ id: string }>("SELECT pg_export_snapshot() AS id");
    const facts = await readTables(async (sql) => (await client.query(sql)).rows);
    const { dbname, environment } = connectionOf(url);
    const options = ["--format=custom", "--no-owner", "--no-privileges", `--snapshot=${exported.rows[0]?.id}`];
    const { child, done } = startTool(tools.pgDump, [...options, `--file=${path}`, `--dbname=${dbname}`], environment);
    child.stdin?.end();
    await done;
    return facts;
  } finally {
    await client.end();
  }
}
