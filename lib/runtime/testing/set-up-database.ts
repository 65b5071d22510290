import { afterAll, beforeAll } from "vitest";
import type { Database } from "@/lib/db/client";
import { openTestDatabase } from "@/lib/runtime/testing/database";

/** Opens a migrated database for the calling test file, and closes it. The object is empty until the hooks run. */
export function setUpDatabase(): Database {
  const database = {} as Database;
  beforeAll(async () => {
    Object.assign(database, await openTestDatabase());
  });
  afterAll(() => database.close?.());
  return database;
}
