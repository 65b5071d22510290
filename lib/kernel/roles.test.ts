import { expect, it } from "vitest";
import { roles, scopesOfRole } from "@/lib/kernel/roles";
import { scopes } from "@/lib/kernel/scopes";

it("gives each role its scopes: a member makes no credentials, sends no webhooks and sees the usage", () => {
  expect(Object.keys(scopesOfRole).sort()).toEqual([...roles].sort());
  expect([...scopesOfRole.owner]).toEqual([...scopes]);
  expect([...scopesOfRole.admin]).toEqual([...scopes]);
  expect([...scopesOfRole.member].sort()).toEqual(["connections:read", "connections:write", "usage:read"]);
});
