// The database client of installations without Prisma's generator, which brings some 120 packages.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** The client as JavaScript, without its types. */
export const storedClient = "prisma/client.js";

/** Puts the stored client where the code looks for it. @throws Error where the schema has changed since it was written */
export function copyDatabaseClient() {
  const text = readFileSync(join(root, storedClient), "utf8");
  if (!text.startsWith(firstLine()))
    throw new Error(`${storedClient} is not from this prisma/schema.prisma: run npm run database-client`);
  mkdirSync(join(root, "lib/db/generated"), { recursive: true });
  writeFileSync(join(root, "lib/db/generated/client.js"), text);
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
  return `${firstLine()}${outputFiles[0].text}`;
}

function firstLine() {
  const read = (path) => readFileSync(join(root, path), "utf8");
  const { version } = JSON.parse(read("node_modules/@prisma/client/package.json"));
  const hash = createHash("sha256").update(version).update(read("prisma/schema.prisma")).digest("hex");
  return `// Written by npm run database-client from prisma/schema.prisma: ${hash}\n`;
}
