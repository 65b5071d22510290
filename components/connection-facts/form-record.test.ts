import { describe, expect, it } from "vitest";
import { formRecord } from "@/components/connection-facts/form-record";

describe("a record as a provider's form takes it", () => {
  it("names the host relative to the zone", () => {
    const record = { host: "_customdomain-challenge.shop.example.co.uk", type: "TXT", value: "cd-verify-1" };
    expect(formRecord(record, "example.co.uk", null)).toEqual({
      host: "_customdomain-challenge.shop",
      fullHost: "_customdomain-challenge.shop.example.co.uk",
      value: "cd-verify-1",
    });
  });

  it("is the whole name if it is in another zone", () => {
    expect(formRecord({ host: "notexample.com", type: "A", value: "192.0.2.1" }, "example.com", null).host).toBe(
      "notexample.com",
    );
  });

  it("is @ at the top of the zone", () => {
    expect(formRecord({ host: "example.com", type: "A", value: "192.0.2.1" }, "example.com", null).host).toBe("@");
  });

  it("is the full name where the provider's form wants it", () => {
    const record = { host: "shop.example.com", type: "CNAME", value: "edge.example.net" };
    expect(formRecord(record, "example.com", { hostLabelStyle: "fqdn" }).host).toBe("shop.example.com");
    expect(formRecord(record, "example.com", { hostLabelStyle: "relative" }).host).toBe("shop");
  });

  it("has no dot after a target and no quotes around a text", () => {
    const target = { host: "shop.example.com", type: "CNAME", value: "edge.example.net." };
    expect(formRecord(target, "example.com", null).value).toBe("edge.example.net");
    expect(formRecord({ ...target, type: "TXT", value: '"v=1; a"' }, "example.com", null).value).toBe("v=1; a");
    expect(formRecord({ ...target, type: "TXT", value: 'say "hi"' }, "example.com", null).value).toBe('say "hi"');
  });
});
