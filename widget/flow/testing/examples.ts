import type { WidgetResource } from "@/lib/accounts/tokens/widget-schema";
import type { DomainCheck } from "@/lib/connections/domains/schema";
import type { SetUpResource } from "@/lib/diagnosis/setup/schema";

export const startMs = Date.UTC(2026, 0, 1);

const brand = {
  name: "Acme",
  logoUrl: null,
  color: null,
  helpUrl: null,
  poweredBy: true,
  linkOrigin: null,
};

export function widgetOf(part: Partial<WidgetResource> = {}): WidgetResource {
  return {
    applicationId: "00000000-0000-7000-8000-000000000001",
    applicationName: "Shop",
    environment: "live",
    hostname: null,
    brand,
    theme: {
      colorScheme: "auto",
      accent: null,
      accentDark: null,
      radius: "medium",
      font: "system",
      density: "comfortable",
      showLogo: true,
    },
    languages: ["en"],
    expiresAt: new Date(startMs + 3_600_000),
    ...part,
  };
}

export function checkOf(part: Partial<DomainCheck> = {}): DomainCheck {
  return {
    hostname: "shop.example.com",
    hostnameUnicode: "shop.example.com",
    registrableDomain: "example.com",
    kind: "subdomain",
    zone: { name: "example.com", status: "ok", explanation: "", nameservers: ["ns1.example.com"] },
    provider: null,
    capabilities: { wildcard: true, apexFlattening: true, domainConnect: false, autoWrite: false },
    domainConnect: { supported: false, host: null, offered: false },
    setupType: "manual",
    coveredByCredential: null,
    recommendation: { code: "cname", text: "" },
    wwwRedirectRecommended: false,
    desiredRecords: [],
    presentRecords: [],
    conflicts: [],
    caa: { verdict: "allowed", host: null, records: [], explanation: "" },
    connectable: { ok: true, reason: null, message: null, contest: false },
    checkedAt: new Date(startMs),
    ...part,
  };
}

export function setUpOf(part: Partial<SetUpResource> = {}): SetUpResource {
  return {
    connectionId: "00000000-0000-7000-8000-000000000002",
    hostname: "shop.example.com",
    hostnameUnicode: "shop.example.com",
    zone: "example.com",
    kind: "subdomain",
    state: "pending_ownership",
    setupType: "manual",
    stage: "records",
    language: "en",
    provider: null,
    why: "",
    steps: [
      {
        id: "add CNAME shop.example.com edge.example.net",
        action: "add",
        status: "todo",
        type: "CNAME",
        host: "shop",
        fullHost: "shop.example.com",
        recommended: "host",
        value: "edge.example.net",
        ttl: 300,
        seen: [],
        because: null,
        servers: [],
      },
    ],
    notes: [],
    leave: "",
    isDone: false,
    finding: null,
    nextCheckAt: null,
    expectedAt: null,
    expectedBecause: null,
    brand,
    checkedAt: new Date(startMs),
    expiresAt: null,
    ...part,
  };
}

/** With its only record as it is seen. */
export function setUpSeen(status: "todo" | "wrong" | "done", part: Partial<SetUpResource> = {}): SetUpResource {
  const setUp = setUpOf(part);
  return { ...setUp, steps: setUp.steps.map((one) => ({ ...one, status })) };
}
