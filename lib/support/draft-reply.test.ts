import { expect, it } from "vitest";
import { draftReply } from "@/lib/support/draft-reply";

const finding = {
  title: "The TXT record is missing",
  explanation: "Nothing is published at _x.shop.example.com.",
  fix: "Add the record.",
  who: "customer",
  eta: "2026-11-23T10:00:00.000Z",
  record: { action: "add", host: "_x.shop", fqdn: "_x.shop.example.com", type: "TXT", value: "cd-verify-1" },
} as const;
const subject = { hostname: "shop.example.com", state: "stalled", finding, provider: null };

it("names the provider, the exact record in the form's own words, and the time", () => {
  const provider = { name: "Gandi", dnsPageUrl: "https://admin.gandi.net/domain/" };
  const { subject: title, text } = draftReply({ ...subject, provider });
  expect(title).toBe("shop.example.com: The TXT record is missing");
  expect(text).toMatch(/^Hello,\n\n/);
  expect(text).toContain("What to do at Gandi (https://admin.gandi.net/domain/):");
  expect(text).toContain("Type:  TXT\n  Host:  _x.shop   (in full: _x.shop.example.com)\n  Value: cd-verify-1");
  expect(text).toContain("By 2026-11-23 10:00 UTC at the latest");
});

it("asks nothing of the customer for what is ours to repair", () => {
  const { text } = draftReply({ ...subject, finding: { ...finding, who: "platform" } });
  expect(text).toContain("Nothing is needed from you");
  expect(text).not.toContain("cd-verify-1");
});

it("says that it works, or goes on by itself, where nothing is wrong", () => {
  expect(draftReply({ ...subject, finding: null, state: "live" }).text).toContain("shop.example.com works");
  expect(draftReply({ ...subject, finding: null }).text).toContain("goes on by itself");
});
