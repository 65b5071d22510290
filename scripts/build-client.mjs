// `npm run client`: builds the API client as a package in dist/: plain JavaScript with types, zod its only dependency.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildPackage, root } from "./build-package.mjs";

const entry = "lib/api/create-client";

/** Writes the package into `target`, which is emptied first. @throws Error where the client imports more than zod */
export function buildClient(target) {
  buildPackage(target, {
    project: "tsconfig.client.json",
    alias: "@/",
    dependency: "zod",
    manifest: describePackage(),
  });
}

function describePackage() {
  const { version, license, engines, dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return {
    name: "latchkey-client",
    version,
    private: true,
    description: "The typed client of the Latchkey API.",
    license,
    type: "module",
    engines,
    exports: { ".": { types: `./${entry}.d.ts`, default: `./${entry}.js` } },
    dependencies: { zod: dependencies.zod },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  buildClient(join(root, "dist"));
  console.log("dist/ holds the client. Install it elsewhere with `npm install <this folder>/dist`.");
}
