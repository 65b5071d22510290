import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { z } from "zod";

/** A version of the server, compiled. */
export type Release = {
  /** What its process runs. */
  script: string;
  /** The folder that it runs in: its migrations are read from there. */
  folder: string;
};

const root = join(import.meta.dirname, "../..");
const previous = z
  .object({ version: z.string(), commit: z.string() })
  .parse(JSON.parse(readFileSync(join(root, "prisma/previous-release.json"), "utf8")));

/** The server of the working tree, without pages. */
export async function compileThisRelease(): Promise<Release> {
  return { script: await compileServer(root, join(root, ".build/this-release")), folder: root };
}

/**
 * The server of the release that is named in prisma/previous-release.json, from the history of this repository, without
 * pages. Its packages are those of the working tree: what it is about is its code on a newer database.
 */
export async function compilePreviousRelease(): Promise<Release> {
  const folder = join(root, ".build/previous-release", previous.commit);
  const stamp = join(folder, "unpacked");
  if (!existsSync(stamp)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await unpack(folder);
    const generate = [findGenerator(), "generate", "--schema", "prisma/schema.prisma"];
    // Generating needs no schema engine, but Prisma downloads one unless a path to some program is set.
    const env = { PATH: process.env.PATH, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: "1" };
    await promisify(execFile)(process.execPath, generate, { cwd: folder, env: env as unknown as NodeJS.ProcessEnv });
    writeFileSync(stamp, previous.version);
  }
  return { script: await compileServer(folder, join(folder, ".build/release")), folder };
}

function findGenerator(): string {
  const found = ["prisma-cli", "prisma"]
    .map((name) => join(root, "node_modules", name, "build/index.js"))
    .find((path) => existsSync(path));
  if (found === undefined) throw new Error("Prisma's generator is not installed: npm test installs it.");
  return found;
}

async function unpack(folder: string): Promise<void> {
  const git = (args: string[]) => ["-C", root, ...args];
  const known = await promisify(execFile)("git", git(["cat-file", "-e", `${previous.commit}^{commit}`])).then(
    () => true,
    () => false,
  );
  if (!known) {
    throw new Error(
      `The commit of release ${previous.version}, ${previous.commit}, is not in this clone: fetch the whole history ` +
        "(git fetch --unshallow; in a workflow, fetch-depth: 0).",
    );
  }
  const paths = ["components", "docs", "lib", "package.json", "prisma", "server.ts", "tsconfig.json", "widget"];
  const archive = spawn("git", git(["archive", previous.commit, ...paths]), { stdio: ["ignore", "pipe", "inherit"] });
  const tar = spawn("tar", ["-x", "-C", folder], { stdio: [archive.stdout, "inherit", "inherit"] });
  const [[archived], [unpacked]] = await Promise.all([once(archive, "exit"), once(tar, "exit")]);
  if (archived !== 0 || unpacked !== 0) throw new Error(`release ${previous.version} could not be unpacked`);
}

/** In place of Next: no pages, and so no build of them. */
const withoutPages = `export default () => ({
  prepare: async () => undefined,
  close: async () => undefined,
  getRequestHandler: () => async (_, response) => response.writeHead(404).end(),
});
export const parseAndValidateFlightRouterState = () => undefined;
`;

async function compileServer(source: string, outdir: string): Promise<string> {
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  const stub = join(outdir, "without-pages.mjs");
  writeFileSync(stub, withoutPages);
  const script = join(outdir, "run.mjs");
  await build({
    absWorkingDir: source,
    stdin: { contents: 'import { main } from "./server.ts"; await main();', resolveDir: source, loader: "ts" },
    outfile: script,
    alias: {
      next: stub,
      "next/dist/server/app-render/parse-and-validate-flight-router-state.js": stub,
    },
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "warning",
  });
  return script;
}
