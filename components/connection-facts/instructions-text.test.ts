import { describe, expect, it } from "vitest";
import { instructionsText, mailtoLink } from "@/components/connection-facts/instructions-text";

const records = [
  {
    host: "_customdomain-challenge.shop.example.com",
    type: "TXT",
    value: "cd-verify-1",
    ttl: 300,
    purpose: "proves ownership",
  },
  { host: "shop.example.com", type: "CNAME", value: "edge.example.net", ttl: 300, purpose: "points here" },
];
const base = {
  hostname: "shop.example.com",
  zone: "example.com",
  tenantName: "Example Shops",
  provider: null,
  records,
  link: null,
};

describe("the instructions for whoever owns the DNS", () => {
  it("name each record as a form wants it, and whose idea it was", () => {
    const { subject, text } = instructionsText(base);
    expect(subject).toBe("DNS records for shop.example.com");
    expect(text).toContain("these 2 records to the DNS of example.com");
    expect(text).toContain("works with Example Shops");
    expect(text).toMatch(
      /Host: +_customdomain-challenge\.shop +\(in full: _customdomain-challenge\.shop\.example\.com\)\n/,
    );
    expect(text).toMatch(/Value: +edge\.example\.net\n/);
    expect(text).toMatch(/Host: +shop +\(in full: shop\.example\.com\)\n/);
  });

  it("say where the DNS is, and what is special there", () => {
    const { text } = instructionsText({ ...base, provider: "cloudflare" });
    expect(text).toContain("Cloudflare");
    expect(text).toContain("grey cloud");
    expect(instructionsText(base).text).not.toContain("seems to be managed at");
  });

  it("carry the share link where there is one", () => {
    expect(instructionsText({ ...base, link: "https://app.example/connect/abc" }).text).toContain(
      "https://app.example/connect/abc",
    );
  });

  it("open as a mail with every character in place", () => {
    const link = mailtoLink({ subject: "a & b?", text: "one\ntwo=2#3" });
    expect(link).toBe("mailto:?subject=a%20%26%20b%3F&body=one%0D%0Atwo%3D2%233");
  });
});
