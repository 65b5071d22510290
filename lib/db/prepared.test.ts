import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { Prisma } from "@/lib/db/generated/client";
import { preparedForms, preparedName } from "@/lib/db/prepared";

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

it("the forms of one statement have names of their own, whatever their values are", () => {
  const form = (column: string, value: number) =>
    preparedForms("list", Prisma.sql`SELECT ${Prisma.raw(column)} FROM t WHERE n = ${value}`);
  expect(preparedName(form("a", 1).text)).toBe(preparedName(form("a", 2).text));
  expect(preparedName(form("a", 1).text)).not.toBe(preparedName(form("b", 1).text));
  expect(form("a", 1).values).toEqual([1]);
});
