import { expect, it } from "vitest";
import { newId, randomToken } from "@/lib/kernel/ids";

it("sorts in the order of creation, also within one millisecond", () => {
  const now = new Date("2026-01-01T00:00:00Z");
  const ids = Array.from({ length: 10_000 }, () => newId(now));
  expect(ids).toEqual([...ids].sort());
  expect(new Set(ids).size).toBe(ids.length);
  expect(newId(new Date(now.getTime() + 1)) > (ids.at(-1) ?? "")).toBe(true);
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

it("makes tokens of at least the bits that were asked for", () => {
  expect(Buffer.from(randomToken(192), "base64url")).toHaveLength(24);
});
