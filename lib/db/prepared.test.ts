import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

it("no two statements have one name: a connection that knows the first would refuse the second", () => {
  const files = readdirSync("lib", { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.startsWith("db/generated"),
  );
  const names = files.flatMap((file) =>
    [...readFileSync(`lib/${file}`, "utf8").matchAll(/\bprepared\("([\w-]+)"\)/g)].map(([, name]) => name),
  );
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
