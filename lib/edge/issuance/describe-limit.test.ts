import { expect, it } from "vitest";
import { limitKinds } from "@/lib/edge/issuance/ca-limits";
import { describeLimit } from "@/lib/edge/issuance/describe-limit";
import { readIssuers } from "@/lib/edge/issuance/read-issuers";

const subject = { hostname: "shop.example.com", registrableDomain: "example.com" };

it("says each limit in plain words", () => {
  const [authority = { name: "", limits: [] }] = readIssuers("acme", null);
  expect(limitKinds.map((kind) => describeLimit(authority, kind, subject))).toEqual([
    "Let's Encrypt takes 300 orders per 3 hours from this installation",
    "Let's Encrypt issues 50 certificates per week for example.com",
    "Let's Encrypt issues 5 certificates per week for shop.example.com itself",
    "Let's Encrypt allows 5 failed validations per hour for shop.example.com",
    "Let's Encrypt allows 1,152 failed validations in a row for shop.example.com",
  ]);
  expect(describeLimit({ name: "Example CA", limits: [] }, "orders", subject)).toBe(
    "Example CA limits the certificates that it issues",
  );
});
