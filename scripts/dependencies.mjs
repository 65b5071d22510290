import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Licences that may be in the tree: they allow commercial use, and ask at most for their own text and their own changes. */
const allowedLicences = new Set([
  ...[
    "0BSD",
    "Apache-2.0",
    "BlueOak-1.0.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC-BY-4.0",
    "EPL-2.0",
    "ISC",
    "MIT",
    "MIT-0",
  ],
  ...["MPL-2.0", "OFL-1.1", "Python-2.0", "Unlicense", "Zlib"],
]);

/** Packages whose licence is not on the list, or is not written as SPDX, and why they may stay. */
const licenceExceptions = [
  [
    /^@img\/sharp-/,
    /LGPL-3\.0-or-later/,
    "libvips as a shared library that users can replace; Next's image optimizer, switched off",
  ],
  [/^geist$/, /^SIL OPEN FONT LICENSE$/, "OFL-1.1 in words"],
  [/^@visx\/vendor$/, /^MIT and ISC$/, "MIT AND ISC in small letters"],
  [/^seq-queue$/, /^$/, "its README says MIT; part of Prisma's MySQL driver, which is not loaded"],
];

/**
 * @typedef {{ name?: string, license?: string, version: string, dev?: boolean, integrity?: string, inBundle?: boolean,
 *   dependencies?: Record<string, string>, optionalDependencies?: Record<string, string> }} LockedPackage
 * @typedef {{ name: string, registryName: string, version: string, isDev: boolean, licence: string, packages: number }} Dependency
 */

/** @returns {Record<string, LockedPackage>} by path; "" is the project */
export function readLock(root) {
  return JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
}

/** What package.json names, with what comes along: the number of other packages that are reachable from each. */
export function directDependencies(lock) {
  const { dependencies = {}, devDependencies = {} } = lock[""];
  const of = (names, isDev) =>
    Object.keys(names).map((name) => {
      const { version, license = "", name: registryName = name } = lock[`node_modules/${name}`];
      return {
        name,
        registryName,
        version,
        isDev,
        licence: license,
        packages: packagesReachableFrom(lock, name).size - 1,
      };
    });
  return [...of(dependencies, false), ...of(devDependencies, true)];
}

/** Packages whose licence is neither allowed nor excepted, as sentences. */
export function licenceProblems(lock) {
  return Object.entries(lock).flatMap(([path, { license = "" }]) => {
    const name = path.split("node_modules/").at(-1) ?? "";
    if (path === "" || isAllowed(license)) return [];
    if (licenceExceptions.some(([names, licences]) => names.test(name) && licences.test(license))) return [];
    return [`${name}: ${license === "" ? "no licence" : license}`];
  });
}

/** An SPDX expression: one of its alternatives has allowed licences only. */
function isAllowed(expression) {
  const alternatives = expression.replace(/^\((.*)\)$/, "$1").split(" OR ");
  return alternatives.some((all) => all.split(" AND ").every((licence) => allowedLicences.has(licence)));
}

/** The paths of a package and of all that it brings along. */
export function packagesReachableFrom(lock, name) {
  const found = new Set();
  const visit = (path) => {
    if (found.has(path)) return;
    found.add(path);
    const { dependencies = {}, optionalDependencies = {} } = lock[path];
    for (const wanted of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const next = resolve(lock, path, wanted);
      if (next) visit(next);
    }
  };
  visit(`node_modules/${name}`);
  return found;
}

/** As Node finds it: in the package's own folder, then in each folder above. undefined: not installed. */
function resolve(lock, from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    const path = folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (lock[path]) return path;
    if (folder === "") return undefined;
  }
}
