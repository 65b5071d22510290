// The database client of installations without Prisma's generator, which brings some 120 packages.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** The client as JavaScript, without its types. */
export const storedClient = "prisma/client.js";

/**
 * Puts the stored client where the code looks for it.
 * @param {string} [project] its folder
 * @throws Error where the schema has changed since the client was written
 */
export function copyDatabaseClient(project = root) {
  const text = readFileSync(join(project, storedClient), "utf8");
  if (!text.startsWith(firstLine(project)))
    throw new Error(`${storedClient} is not from this prisma/schema.prisma: run npm run database-client`);
  mkdirSync(join(project, "lib/db/generated"), { recursive: true });
  writeFileSync(join(project, "lib/db/generated/client.js"), text);
}

/** What belongs into prisma/client.js: the client in lib/db/generated as one file. */
export async function bundleDatabaseClient() {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["lib/db/generated/client.ts"],
    bundle: true,
    write: false,
    packages: "external",
    format: "esm",
    platform: "node",
    target: "node20",
    legalComments: "none",
  });
  return `${firstLine(root)}${outputFiles[0].text}`;
}

/** Names the schema, and the version of the package that the client was generated for. */
function firstLine(project) {
  const { version } = JSON.parse(readFileSync(join(root, "node_modules/@prisma/client/package.json"), "utf8"));
  const schema = readFileSync(join(project, "prisma/schema.prisma"), "utf8");
  const hash = createHash("sha256").update(version).update(schema).digest("hex");
  return `// Written by npm run database-client from prisma/schema.prisma: ${hash}\n`;
}
