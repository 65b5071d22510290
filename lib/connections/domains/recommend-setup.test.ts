import { describe, expect, it } from "vitest";
import { recommendSetup } from "@/lib/connections/domains/recommend-setup";
import { detectProvider } from "@/lib/dns/providers/detect-provider";

const edge = { hostname: "edge.example.net", addresses: ["203.0.113.10", "2001:db8::10"] };
const dnsimple = detectProvider(["ns1.dnsimple.com"]);
const godaddy = detectProvider(["ns1.domaincontrol.com"]);
const shop = { hostname: "shop.example.com", isZoneTop: false, hasTemplate: false };
const apex = { hostname: "example.com", isZoneTop: true, hasTemplate: false };

describe("recommendSetup", () => {
  it("points a subdomain by a CNAME, whoever the provider is", () => {
    expect(recommendSetup(shop, edge, dnsimple)).toMatchObject({ code: "cname" });
    expect(recommendSetup(shop, edge, null).text).toContain("shop.example.com that points to edge.example.net");
  });

  it("points an apex by its addresses where the provider cannot flatten, or is not known", () => {
    expect(recommendSetup(apex, edge, godaddy).code).toBe("apex_addresses");
    expect(recommendSetup(apex, edge, null)).toMatchObject({ code: "apex_addresses" });
    expect(recommendSetup(apex, edge, null).text).toContain("203.0.113.10 and 2001:db8::10");
  });

  it("lets the provider flatten where it can", () => {
    const { code, text } = recommendSetup(apex, edge, dnsimple);
    expect(code).toBe("apex_flattening");
    expect(text).toContain("DNSimple can point it to edge.example.net");
  });

  it("leaves it to the application's template where there is one", () => {
    expect(recommendSetup({ ...apex, hasTemplate: true }, edge, dnsimple).code).toBe("template");
  });
});
