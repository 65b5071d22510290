import { Client } from "pg";
import { openPostgres } from "@/lib/db/client";
import { applyMigrations, readMigrations } from "@/lib/db/migrate";

/**
 * A migrated database with `count` live connections and their claims, inserted with SQL: verbs would take hours for a million.
 * @param hostname SQL expression of the hostname number `n`, from 1
 * @param tenants how many tenants share the connections in turn, each with one application
 * @param observation SQL expression (JSON) of what the last check of `h.name` saw: without, the first one has to store it
 */
export async function insertLiveConnections(
  databaseUrl: string,
  count: number,
  hostname: string,
  tenants = 1,
  observation = "NULL::jsonb",
): Promise<void> {
  const database = openPostgres(databaseUrl, 2, () => undefined);
  await applyMigrations(database, readMigrations());
  await database.close();
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    // Building the search index at the end takes a fraction of the time.
    const index = await client.query(
      "SELECT indexdef FROM pg_indexes WHERE indexname = 'connections_hostname_trgm_idx'",
    );
    await client.query("DROP INDEX connections_hostname_trgm_idx");
    await client.query(
      `WITH tenant AS (
         INSERT INTO tenants (id, name, plan, created_at)
         SELECT gen_random_uuid(), 'Bench', 'enterprise', now() FROM generate_series(1, $1::int) RETURNING id)
       INSERT INTO applications (id, tenant_id, name, environment, upstream, created_at)
       SELECT gen_random_uuid(), id, 'Bench', 'live', 'http://127.0.0.1:9', now() FROM tenant`,
      [tenants],
    );
    await client.query(
      `INSERT INTO connections (id, tenant_id, application_id, hostname, hostname_unicode, kind, registrable_domain,
         setup_type, challenge_value, created_at, state, state_changed_at, last_sequence, ownership, pointing,
         certificate_fact, watched_since, records_observation, records_checked_at)
       SELECT gen_random_uuid(), a.tenant_id, a.id, h.name, h.name, 'subdomain', substring(h.name from '[^.]+\\.[^.]+$'),
         'manual', 'cd-verify-bench', now() - interval '1 day', 'live', now() - interval '1 day', 0, 'ok', 'ok', 'ok',
         now() - interval '1 day', seen.observation,
         CASE WHEN seen.observation IS NOT NULL THEN now() - interval '1 hour' END
       FROM generate_series(1, $1::int) n
         JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS turn FROM applications) a ON a.turn = n % $2::int,
         LATERAL (SELECT ${hostname} AS name) h, LATERAL (SELECT ${observation} AS observation) seen`,
      [count, tenants],
    );
    await client.query(`
      INSERT INTO hostname_claims (hostname, connection_id, tenant_id, application_id, created_at, admitted_at)
      SELECT hostname, id, tenant_id, application_id, now(), now() FROM connections`);
    await client.query("SET maintenance_work_mem = '512MB'");
    await client.query(index.rows[0].indexdef);
    await client.query("ANALYZE");
  } finally {
    await client.end();
  }
}
