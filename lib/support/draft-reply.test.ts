import { expect, it } from "vitest";
import { draftReply, withShareLink } from "@/lib/support/draft-reply";

const finding = {
  severity: "blocking",
  title: "The TXT record is missing",
  explanation: "Nothing is published at _x.shop.example.com.",
  fix: "Add the record.",
  who: "customer",
  eta: "2026-11-23T10:00:00.000Z",
  record: { action: "add", host: "_x.shop", fqdn: "_x.shop.example.com", type: "TXT", value: "cd-verify-1" },
} as const;
const subject = { hostname: "shop.example.com", state: "stalled", findings: [finding], provider: null };
const gandi = {
  name: "Gandi",
  dnsPageUrl: "https://admin.gandi.net/domain/",
  hostLabelStyle: "relative",
  notes: null,
} as const;

it("names the provider, the exact record in the form's own words, and the time", () => {
  const { subject: title, text } = draftReply({ ...subject, provider: gandi });
  expect(title).toBe("shop.example.com: The TXT record is missing");
  expect(text).toMatch(/^Hello,\n\n/);
  expect(text).toContain("What to do at Gandi (https://admin.gandi.net/domain/):");
  expect(text).toContain("Type:  TXT\n  Host:  _x.shop   (in full: _x.shop.example.com)\n  Value: cd-verify-1");
  expect(text).toContain("by 2026-11-23 10:00 UTC at the latest");
});

it("asks nothing of the customer where we have to fix it", () => {
  const { text } = draftReply({ ...subject, findings: [{ ...finding, who: "platform" }] });
  expect(text).toContain("You do not need to do anything");
  expect(text).not.toContain("cd-verify-1");
});

it("says that it works, or continues automatically, where nothing is wrong", () => {
  expect(draftReply({ ...subject, findings: [], state: "live" }).text).toContain("shop.example.com works");
  expect(draftReply({ ...subject, findings: [] }).text).toContain("continues automatically");
});

it("gives the host as the provider's form expects it, and what people must know about the form", () => {
  const provider = { ...gandi, hostLabelStyle: "fqdn", notes: "Sign in as the owner." } as const;
  const { text } = draftReply({ ...subject, provider });
  expect(text).toContain("  Host:  _x.shop.example.com\n");
  expect(text).toContain("Sign in as the owner.");
});

it("asks for everything that the customer has to change in one mail, and for nothing that is somebody else's", () => {
  const cname = { action: "add", host: "shop", fqdn: "shop.example.com", type: "CNAME", value: "edge.test" } as const;
  const others = [
    { ...finding, fix: "Point it here.", record: cname },
    { ...finding, fix: "Ours.", who: "platform" as const },
    { ...finding, fix: "Nicer.", severity: "info" as const },
  ];
  const { text } = draftReply({ ...subject, findings: [finding, ...others] });
  expect(text).toContain(
    "While you are there, please also do this:\n\nPoint it here.\n\nAdd this record:\n  Type:  CNAME",
  );
  expect(text).not.toMatch(/Ours|Nicer/);
});

it("carries the link to the shared page above the greeting", () => {
  const text = withShareLink(draftReply(subject).text, "https://app.example.com/connect/$1");
  expect(text).toMatch(/\nhttps:\/\/app\.example\.com\/connect\/\$1\n\nIf anything is unclear/);
});
