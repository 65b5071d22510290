import { describe, expect, it } from "vitest";
import { adapters } from "@/lib/dns/adapters/adapters";
import { listProviders } from "@/lib/dns/adapters/list-providers";
import { providers } from "@/lib/dns/providers/catalog";
import { dnsPageOf } from "@/lib/dns/providers/dns-page-of";
import { providerSchema } from "@/lib/dns/providers/schema";

describe("the provider catalog", () => {
  it("holds at least 60 providers, each under a key of its own that the database can hold", () => {
    expect(providers.length).toBeGreaterThanOrEqual(60);
    const keys = providers.map((provider) => provider.key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => !/^[a-z0-9_]{2,40}$/.test(key))).toEqual([]);
    expect(new Set(providers.map((provider) => provider.name)).size).toBe(providers.length);
  });

  it("gives no nameserver suffix to two providers", () => {
    const suffixes = providers.flatMap((provider) => provider.nameserverSuffixes);
    expect(suffixes.filter((suffix, index) => suffixes.indexOf(suffix) !== index)).toEqual([]);
  });

  it("writes suffixes as they are compared: lower case, no dots at the ends, at least two labels", () => {
    const suffixes = providers.flatMap((provider) => provider.nameserverSuffixes);
    expect(suffixes.filter((suffix) => !/^[a-z0-9#-]+(\.[a-z0-9-]+)+$/.test(suffix))).toEqual([]);
  });

  it("lets a provider without nameservers of its own say why it cannot be detected", () => {
    const silent = providers.filter((provider) => provider.nameserverSuffixes.length === 0);
    expect(silent.map((provider) => provider.key)).toEqual(["netlify", "powerdns", "rfc2136"]);
    for (const { notes } of silent) expect(notes).toMatch(/NS1|names of your own/);
  });

  it.each(providers.map((provider) => [provider.key, provider] as const))("links %s by https", (_key, provider) => {
    const url = new URL(dnsPageOf(provider, "xn--bcher-kva.example"));
    expect(url.protocol).toBe("https:");
    expect(url.href).not.toMatch(/\{|\}|%7B/);
    expect(dnsPageOf(provider, "shop.example").includes("shop.example")).toBe(provider.dnsPageUrl.includes("{domain}"));
  });

  it("promises automatic writing exactly where there is an adapter, and says what its credential is made of", async () => {
    const { data } = await listProviders({}, {});
    const promised = data.filter(({ capabilities }) => capabilities.autoWrite);
    expect(promised.map(({ key }) => key).sort()).toEqual(adapters.map(({ facts }) => facts.provider).sort());
    expect(data.filter(({ capabilities, credential }) => capabilities.autoWrite !== (credential !== null))).toEqual([]);
  });

  it("lists as one page, without the nameservers", async () => {
    const page = await listProviders({}, {});
    expect(page.nextCursor).toBeNull();
    expect(page.data).toHaveLength(providers.length);
    expect(page.data.map((item) => providerSchema.strict().safeParse(item).success)).not.toContain(false);
  });
});
