import { Client } from "pg";

/** One query on its own connection, so that it does not use the pool under measurement. */
export async function readRows(databaseUrl: string, sql: string): Promise<Record<string, number>[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
