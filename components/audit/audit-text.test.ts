import { expect, it } from "vitest";
import { actionText, actorText, targetText } from "@/components/audit/audit-text";
import type { Role } from "@/lib/kernel/roles";
import { auditActions } from "@/lib/platform/audit/catalog";

it("says every action in words, without a wire name left", () => {
  const said = auditActions.map(actionText);
  expect(said.filter((text) => /[_.]/.test(text))).toEqual([]);
  expect(new Set(said).size).toBe(said.length);
  expect(actionText("webhook_endpoint.secret_rotated")).toBe("rotated the secret of a webhook endpoint");
});

it("says who did it", () => {
  const text = (actor: string, actorName: string | null = null, actorRole: Role | null = null) =>
    actorText({ actor, actorName, actorRole });
  expect(text("key:019aa6c4")).toEqual({ name: "API key", kind: null, id: "019aa6c4" });
  expect(text("key:019aa6c4", "CI")).toEqual({ name: "CI", kind: "API key", id: null });
  expect(text("worker")).toEqual({ name: "Latchkey", kind: null, id: null });
  expect(text("user:019aa6c4", "Ada", "owner")).toEqual({ name: "Ada", kind: "Owner", id: null });
  expect(text("user:019aa6c4", "Ada")).toEqual({ name: "Ada", kind: "Former member", id: null });
  expect(text("staff:019aa6c4", "Ada")).toEqual({ name: "Latchkey support (Ada)", kind: null, id: null });
  expect(text("staff:019aa6c4")).toEqual({ name: "Latchkey support", kind: null, id: null });
});

it("names what it is about, and falls back to its id", () => {
  expect(targetText({ data: { hostname: "shop.example.com" }, targetId: "id" })).toBe("shop.example.com");
  expect(targetText({ data: { scopes: ["usage:read"] }, targetId: "id" })).toBe("id");
});
