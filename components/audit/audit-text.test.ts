import { expect, it } from "vitest";
import { actionText, actorText, targetText } from "@/components/audit/audit-text";
import { auditActions } from "@/lib/platform/audit/catalog";

it("says every action in words, without a wire name left", () => {
  const said = auditActions.map(actionText);
  expect(said.filter((text) => /[_.]/.test(text))).toEqual([]);
  expect(new Set(said).size).toBe(said.length);
  expect(actionText("webhook_endpoint.secret_rotated")).toBe("rotated the secret of a webhook endpoint");
});

it("says who did it", () => {
  expect(actorText("key:019aa6c4")).toEqual({ kind: "API key", id: "019aa6c4" });
  expect(actorText("worker")).toEqual({ kind: "Latchkey", id: null });
});

it("names what it is about, and falls back to its id", () => {
  expect(targetText({ data: { hostname: "shop.example.com" }, targetId: "id" })).toBe("shop.example.com");
  expect(targetText({ data: { scopes: ["usage:read"] }, targetId: "id" })).toBe("id");
});
