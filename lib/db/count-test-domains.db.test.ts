import { afterAll, beforeAll, expect, it } from "vitest";
import { applyMigrations, readMigrations } from "@/lib/db/migrate";
import { openEmptyDatabase } from "@/lib/runtime/testing/database";

const counting = "20261128050100_count_test_domains";
let database: Awaited<ReturnType<typeof openEmptyDatabase>>;

beforeAll(async () => {
  database = await openEmptyDatabase();
});
afterAll(() => database.close());

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;

it("counts the active test domains that an installation has when it is upgraded", async () => {
  const migrations = readMigrations();
  const earlier = migrations.filter(({ name }) => name < counting);
  await applyMigrations(database, earlier);
  const connection = (n: number, application: number, state: string) =>
    `('${id(n)}', '${id(application === 4 ? 2 : 1)}', '${id(application)}', 'h${n}.acme.test', 'h${n}.acme.test',
      'subdomain', 'acme.test', 'manual', 'v', '${state}', now(), 1, 'pending', now(), now())`;
  await database.execute(`
    INSERT INTO tenants (id, name, created_at) VALUES ('${id(1)}', 'One', now()), ('${id(2)}', 'Two', now());
    INSERT INTO applications (id, tenant_id, name, environment, created_at) VALUES
      ('${id(3)}', '${id(1)}', 'Test', 'test', now()), ('${id(4)}', '${id(2)}', 'Test', 'test', now()),
      ('${id(5)}', '${id(1)}', 'Live', 'live', now());
    INSERT INTO connections (id, tenant_id, application_id, hostname, hostname_unicode, kind, registrable_domain,
      setup_type, challenge_value, state, state_changed_at, last_sequence, ownership, watched_since, created_at)
    VALUES ${[
      connection(11, 3, "live"),
      connection(12, 3, "pending_ownership"),
      connection(13, 3, "archived"),
      connection(14, 3, "failed"),
      connection(15, 4, "archived"),
      connection(16, 5, "live"),
    ].join(", ")};`);
  expect(await applyMigrations(database, migrations)).toContain(counting);
  const rows = await database.prisma.$queryRaw`
    SELECT tenant_id, kind::text, period::text, used::int FROM usage_counters`;
  expect(rows).toEqual([{ tenant_id: id(1), kind: "test_active_domain", period: "1970-01-01", used: 2 }]);
});
