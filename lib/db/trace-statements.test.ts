import { expect, it } from "vitest";
import { statementName } from "@/lib/db/trace-statements";

it.each([
  ['SELECT "public"."connections"."id" FROM "public"."connections" WHERE "id" = $1', "SELECT connections"],
  ["  UPDATE jobs SET locked_by = NULL WHERE id = 1", "UPDATE jobs"],
  ["INSERT INTO webhook_deliveries (id) VALUES ($1)", "INSERT webhook_deliveries"],
  ["DELETE FROM edges WHERE name = 'shop.acme.test'", "DELETE edges"],
  ["WITH mine AS (SELECT id FROM jobs) UPDATE jobs SET run_at = $1", "WITH jobs"],
  ["SELECT count(*) FROM unnest($1::uuid[]) AS t(id) JOIN tenants USING (id)", "SELECT"],
  ["BEGIN", "BEGIN"],
  ["", "SQL"],
])("%s is called %s", (text, name) => {
  expect(statementName(text)).toBe(name);
});
