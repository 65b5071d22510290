import { defineEndpoint } from "@/lib/api/endpoints/endpoint";
import { exampleIds } from "@/lib/api/endpoints/examples";
import { checkDomainSchema, domainCheckSchema } from "@/lib/connections/domains/schema";

export const checkDomainEndpoint = defineEndpoint({
  id: "checkDomain",
  tag: "domains",
  method: "POST",
  path: "/v1/domains:check",
  scope: "connections:read",
  widget: true,
  summary: "Analyze a hostname before you connect it",
  description:
    "Queries the zone's authoritative servers for what is published now, and returns what has to change. Stores nothing and connects nothing. Takes at most 5 seconds. At most 60 checks of one registrable domain within a minute; then 429 `rate_limited`.",
  status: 200,
  input: checkDomainSchema,
  output: domainCheckSchema,
  errors: ["not_found"],
  example: {
    input: { hostname: "shop.example.com", applicationId: exampleIds.application },
    output: {
      hostname: "shop.example.com",
      hostnameUnicode: "shop.example.com",
      registrableDomain: "example.com",
      kind: "subdomain",
      zone: {
        name: "example.com",
        status: "ok",
        explanation: "Every nameserver of example.com answers.",
        nameservers: ["alice.ns.cloudflare.com", "bob.ns.cloudflare.com"],
      },
      provider: {
        key: "cloudflare",
        name: "Cloudflare",
        dnsPageUrl: "https://dash.cloudflare.com/?to=/:account/example.com/dns/records",
        hostLabelStyle: "relative",
        notes: "Set the record to “DNS only” (grey cloud): a proxied record hides the one that was asked for.",
      },
      capabilities: { wildcard: true, apexFlattening: true, domainConnect: true, autoWrite: true },
      domainConnect: { supported: true, host: "api.cloudflare.com/client/v4/dns/domainconnect", offered: true },
      setupType: "automatic",
      coveredByCredential: { credentialId: exampleIds.credential, label: "DNS of example.com" },
      recommendation: {
        code: "cname",
        text: "Publish a CNAME at shop.example.com that points to edge.example.net.",
      },
      wwwRedirectRecommended: false,
      desiredRecords: [
        { host: "shop.example.com", type: "CNAME", value: "edge.example.net", ttl: 300, priority: null },
      ],
      presentRecords: [{ host: "shop.example.com", type: "A", value: "198.51.100.7", ttl: 3600, wildcard: false }],
      conflicts: [
        {
          host: "shop.example.com",
          type: "A",
          value: "198.51.100.7",
          reason: "Nothing can stand beside a CNAME. Delete this record before you add the CNAME.",
        },
      ],
      caa: {
        verdict: "allowed",
        host: "example.com",
        records: ['0 issue "letsencrypt.org"'],
        explanation: "The CAA records of example.com let letsencrypt.org issue.",
      },
      connectable: { ok: true, reason: null, message: null, contest: false },
      checkedAt: new Date("2026-11-23T09:29:48.000Z"),
    },
  },
});
