import { appendFileSync, cpSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, expect, it } from "vitest";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { bundleDatabaseClient, copyDatabaseClient, storedClient } from "./database-client.mjs";
import { root } from "./prepare.mjs";

const scratch = createScratchDirectory("database-client");
afterAll(() => scratch.remove());
let project = "";
let count = 0;

beforeEach(() => {
  count += 1;
  project = join(scratch.path, String(count));
  mkdirSync(join(project, "prisma"), { recursive: true });
  for (const file of [storedClient, "prisma/schema.prisma"]) cpSync(join(root, file), join(project, file));
});

it("prisma/client.js is the client that Prisma generates from the schema (npm run database-client)", async () => {
  expect(readFileSync(join(root, storedClient), "utf8") === (await bundleDatabaseClient())).toBe(true);
});

it("an installation without the generator gets the stored client", () => {
  copyDatabaseClient(project);
  const copied = readFileSync(join(project, "lib/db/generated/client.js"), "utf8");
  expect(copied === readFileSync(join(project, storedClient), "utf8")).toBe(true);
});

it("a stored client of another schema is refused, with the command that writes it anew", () => {
  appendFileSync(join(project, "prisma/schema.prisma"), "\nmodel Added {\n  id String @id\n}\n");
  expect(() => copyDatabaseClient(project)).toThrow("npm run database-client");
});
