// Compiles a part of this repository as a package of its own: plain JavaScript with types, and one dependency at most.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/**
 * Writes the package into `target`, which is emptied first.
 * @param {{ project: string, alias: string, dependency: string, manifest: object }} options `project`: a tsconfig. `alias`: what
 * imports of its own files begin with, which exists in this repository only. `dependency`: all that it may import besides
 * @throws Error where it imports anything else
 */
export function buildPackage(target, { project, alias, dependency, manifest }) {
  rmSync(target, { recursive: true, force: true });
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [compiler, "-p", join(root, project), "--outDir", target], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  for (const file of readdirSync(target, { recursive: true }).filter((name) => /\.(js|d\.ts)$/.test(name))) {
    const path = join(target, file);
    writeFileSync(path, withPlainImports(readFileSync(path, "utf8"), file, { alias, dependency }));
  }
  writeFileSync(join(target, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

function withPlainImports(text, file, { alias, dependency }) {
  return text.replace(/(^(?:import|export)\b.* from |^import |\bimport\()"([^"]+)"/gm, (whole, before, name) => {
    if (name === dependency || name.startsWith(`${dependency}/`)) return whole;
    if (!name.startsWith(alias))
      throw new Error(`${file} imports ${name}: the package may depend on ${dependency} only`);
    const path = relative(dirname(file), name.slice(alias.length)).replaceAll("\\", "/");
    return `${before}"${path.startsWith(".") ? path : `./${path}`}.js"`;
  });
}
