import { Client } from "pg";

/** One query on a connection of its own, so that it takes nothing from the pool that is being measured. */
export async function readRows(databaseUrl: string, sql: string): Promise<Record<string, number>[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
