import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildClient } from "./build-client.mjs";

const root = join(import.meta.dirname, "..");
const consumer = mkdtempSync(join(tmpdir(), "latchkey-client-"));

beforeAll(() => {
  mkdirSync(join(consumer, "node_modules"));
  symlinkSync(join(root, "node_modules/zod"), join(consumer, "node_modules/zod"));
  writeFileSync(join(consumer, "package.json"), '{ "type": "module" }');
  buildClient(join(consumer, "node_modules/latchkey-client"));
});
afterAll(() => rmSync(consumer, { recursive: true, force: true }));

it("runs under plain Node beside zod alone, with a method for each endpoint", () => {
  const program = `
    import { ApiError, createClient } from "latchkey-client";
    const fetch = async (url, init) => Response.json({ data: [], next_cursor: null, url, auth: init.headers.authorization });
    const client = createClient({ baseUrl: "https://a.test/", token: "sk_test_x", fetch });
    console.log(JSON.stringify([await client.listConnections({ limit: 1 }), Object.keys(client), typeof ApiError]));`;
  const said = execFileSync(process.execPath, ["--input-type=module", "-e", program], { cwd: consumer });
  const [page, methods, errorType] = JSON.parse(said.toString());
  expect([page, errorType]).toEqual([{ data: [], nextCursor: null }, "function"]);
  const document = JSON.parse(readFileSync(join(root, "docs/openapi.json"), "utf8"));
  const operations = Object.values(document.paths).flatMap((methodsOf) => Object.values(methodsOf));
  expect(methods.sort()).toEqual(operations.map((operation) => operation.operationId).sort());
});

/** Of express and hono, which are not installed here: what the samples of docs/assertions.md use, as those packages type it. */
const packages = {
  express: `import type { IncomingMessage } from "node:http";
    type Response = { locals: Record<string, unknown>; sendStatus(code: number): Response };
    type Handler = (request: IncomingMessage, response: Response, next: (error?: unknown) => void) => unknown;
    declare function express(): { use(handler: Handler): void };
    export default express;`,
  hono: `type Env = { Variables: object };
    type Context<E extends Env> = {
      req: { header(name: string): string | undefined };
      set<K extends keyof E["Variables"]>(name: K, value: E["Variables"][K]): void;
      body(data: string | null, status?: 200 | 401 | 500 | 503): Response;
    };
    type Handler<E extends Env> = (c: Context<E>, next: () => Promise<void>) => Promise<Response | void>;
    export declare class Hono<E extends Env> { use(handler: Handler<E>): this; }`,
};

it("the samples of docs/assertions.md compile", () => {
  for (const [name, types] of Object.entries(packages)) {
    const folder = join(consumer, "node_modules", name);
    mkdirSync(folder);
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name, type: "module", types: "./index.d.ts" }));
    writeFileSync(join(folder, "index.d.ts"), types);
  }
  for (const name of ["next", "react", "@types"])
    symlinkSync(join(root, "node_modules", name), join(consumer, "node_modules", name));
  const text = readFileSync(join(root, "docs/assertions.md"), "utf8");
  const samples = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, sample]) => sample);
  expect(samples.map((sample) => /"(express|next\/server|hono)"/.exec(sample)?.[1])).toEqual([
    "express",
    "next/server",
    "hono",
  ]);
  const files = samples.map((sample, index) => {
    writeFileSync(join(consumer, `sample-${index}.ts`), sample);
    return `sample-${index}.ts`;
  });
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const strict = ["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--skipLibCheck"];
  const options = [
    "--noEmit",
    ...strict,
    "--target",
    "es2023",
    "--module",
    "esnext",
    "--moduleResolution",
    "bundler",
    "--types",
    "node",
  ];
  const outcome = spawnSync(process.execPath, [compiler, ...options, ...files], { cwd: consumer });
  expect(outcome.stdout.toString()).toBe("");
});

it("brings its types, for the resolution that Node itself has", () => {
  writeFileSync(
    join(consumer, "consumer.ts"),
    `import { createClient } from "latchkey-client";
     const client = createClient({ baseUrl: "https://a.test", token: "sk_test_x" });
     const connection = await client.createConnection({ applicationId: "", hostname: "" }, { idempotencyKey: "k" });
     export const at: Date = connection.createdAt;
     // @ts-expect-error: hostname is missing
     client.createConnection({ applicationId: "" });
     // @ts-expect-error: there is no such endpoint
     client.paintConnection();\n`,
  );
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const options = ["--noEmit", "--strict", "--skipLibCheck", "false", "--target", "es2023", "--module", "nodenext"];
  const run = () => execFileSync(process.execPath, [compiler, ...options, "consumer.ts"], { cwd: consumer });
  expect(run().toString()).toBe("");
});
