import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { callFiles } from "@/lib/api/call-files";

const folder = join(import.meta.dirname, "calls");

it("what the browser knows of the endpoints is what they are", () => {
  const written = readdirSync(folder).filter((name) => name !== "call.ts");
  const committed = Object.fromEntries(written.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
  expect(committed, "run `npm run calls`").toEqual(callFiles());
});
