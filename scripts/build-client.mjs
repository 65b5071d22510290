// `npm run client`: builds the API client as a package in dist/: plain JavaScript with types, zod its only dependency.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const entry = "lib/api/create-client";

/** Writes the package into `target`, which is emptied first. @throws Error where the client imports more than zod */
export function buildClient(target) {
  rmSync(target, { recursive: true, force: true });
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [compiler, "-p", join(root, "tsconfig.client.json"), "--outDir", target], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  for (const file of readdirSync(target, { recursive: true }).filter((name) => /\.(js|d\.ts)$/.test(name))) {
    const path = join(target, file);
    writeFileSync(path, withPlainImports(readFileSync(path, "utf8"), file));
  }
  writeFileSync(join(target, "package.json"), `${JSON.stringify(describePackage(), null, 2)}\n`);
}

// The alias `@/` exists in this repository only.
function withPlainImports(text, file) {
  return text.replace(/(^(?:import|export)\b.* from |^import |\bimport\()"([^"]+)"/gm, (whole, before, name) => {
    if (name === "zod" || name.startsWith("zod/")) return whole;
    if (!name.startsWith("@/")) throw new Error(`${file} imports ${name}: the client may depend on zod only`);
    const path = relative(dirname(file), name.slice(2)).replaceAll("\\", "/");
    return `${before}"${path.startsWith(".") ? path : `./${path}`}.js"`;
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
