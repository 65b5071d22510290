import {
  type DomainConnectResource,
  domainConnectCheckSchema,
  domainConnectIdSchema,
  domainConnectSchema,
  putDomainConnectSchema,
} from "@/lib/accounts/domain-connect/schema";
import { defineEndpoint } from "@/lib/api/endpoints/endpoint";
import { exampleIds } from "@/lib/api/endpoints/examples";
import {
  type DomainConnectOffer,
  debugDomainConnectSchema,
  domainConnectOfferSchema,
  domainConnectReportSchema,
  getDomainConnectOfferSchema,
  startDomainConnectSchema,
} from "@/lib/connections/domain-connect/schema";

const createdAt = new Date("2026-11-23T09:00:00.000Z");

const exampleSettings: DomainConnectResource = {
  applicationId: exampleIds.application,
  providerId: "example.net",
  providerName: "Example Shops",
  keyDomain: "dckeys.example.net",
  logoUrl: null,
  redirectUri: "https://app.example.net/connect/domain-connect/return",
  keys: [
    {
      name: "_dck1",
      host: "_dck1.dckeys.example.net",
      values: ["p=1,a=RS256,d=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA…", "p=2,a=RS256,d=…IDAQAB"],
      publishedAt: createdAt,
      signs: true,
      createdAt,
    },
  ],
  templates: [
    {
      service: "web",
      serviceId: "customdomain",
      fileName: "example.net.customdomain.json",
      content: '{\n  "providerId": "example.net",\n  …\n}\n',
      problem: null,
    },
  ],
  updatedAt: createdAt,
};

const exampleOffer: DomainConnectOffer = {
  supported: true,
  reason: null,
  explanation: null,
  provider: {
    id: "dns.example",
    name: "Example DNS",
    controlPanelUrl: "https://panel.dns.example/example.com",
  },
  applyUrl: null,
  width: 750,
  height: 750,
  conflicts: [
    {
      host: "shop.example.com",
      type: "A",
      value: "198.51.100.7",
      because: "Nothing can stand beside the CNAME that is added here.",
    },
  ],
};

export const getDomainConnectEndpoint = defineEndpoint({
  id: "getDomainConnect",
  tag: "domain connect",
  method: "GET",
  path: "/v1/applications/{id}/domain-connect",
  scope: "apps:admin",
  summary: "Get an application's Domain Connect settings",
  description:
    "With the TXT records of its public keys, and the templates to hand in. Fields are null until they are set. See docs/domain-connect.md.",
  status: 200,
  input: domainConnectIdSchema,
  output: domainConnectSchema,
  errors: [],
  example: { input: { id: exampleIds.application }, output: exampleSettings },
});

export const putDomainConnectEndpoint = defineEndpoint({
  id: "putDomainConnect",
  tag: "domain connect",
  method: "PUT",
  path: "/v1/applications/{id}/domain-connect",
  scope: "apps:admin",
  summary: "Set an application's Domain Connect settings",
  description:
    "The settings are part of templates that DNS providers hold: change them only together with your templates there. With another `key_domain`, keys sign once a check has found them there.",
  status: 200,
  input: putDomainConnectSchema,
  output: domainConnectSchema,
  errors: [],
  example: {
    input: {
      id: exampleIds.application,
      providerId: "example.net",
      providerName: "Example Shops",
      keyDomain: "dckeys.example.net",
    },
    output: exampleSettings,
  },
});

export const createDomainConnectKeyEndpoint = defineEndpoint({
  id: "createDomainConnectKey",
  tag: "domain connect",
  method: "POST",
  path: "/v1/applications/{id}/domain-connect/keys",
  scope: "apps:admin",
  summary: "Create a key that signs for Domain Connect",
  description:
    "The private key never leaves Latchkey. The new key has a name of its own, and signs once `POST /v1/applications/{id}/domain-connect:check` has found its TXT records; until then the old one does. At most ten in an hour.",
  status: 201,
  input: domainConnectIdSchema,
  output: domainConnectSchema,
  errors: [],
  example: { input: { id: exampleIds.application }, output: exampleSettings },
});

export const checkDomainConnectEndpoint = defineEndpoint({
  id: "checkDomainConnect",
  tag: "domain connect",
  method: "POST",
  path: "/v1/applications/{id}/domain-connect:check",
  scope: "apps:admin",
  summary: "Check that an application's public keys are published",
  description: "Asks the nameservers, and names what is wrong. At most 20 within a minute.",
  status: 200,
  input: domainConnectIdSchema,
  output: domainConnectCheckSchema,
  errors: [],
  example: {
    input: { id: exampleIds.application },
    output: {
      keys: [
        {
          name: "_dck1",
          host: "_dck1.dckeys.example.net",
          published: ["p=1,a=RS256,d=MIIB…", "p=2,a=RS256,d=…IDAQAB"],
          problem: null,
          explanation: "The key is published at _dck1.dckeys.example.net, as it should be.",
        },
      ],
      settings: exampleSettings,
    },
  },
});

export const getDomainConnectOfferEndpoint = defineEndpoint({
  id: "getDomainConnectOffer",
  tag: "domain connect",
  method: "GET",
  path: "/v1/connections/{id}/domain-connect",
  scope: "connections:read",
  widget: true,
  summary: "See whether a DNS provider's own page can set a connection's records",
  description:
    "Asks the DNS provider of the hostname's zone. `conflicts` are the records that it deletes when the visitor confirms: show them first. Takes about 10 seconds at most.",
  status: 200,
  input: getDomainConnectOfferSchema,
  output: domainConnectOfferSchema,
  errors: [],
  example: { input: { id: exampleIds.connection }, output: exampleOffer },
});

export const startDomainConnectEndpoint = defineEndpoint({
  id: "startDomainConnect",
  tag: "domain connect",
  method: "POST",
  path: "/v1/connections/{id}/domain-connect",
  scope: "connections:write",
  widget: true,
  summary: "Get the signed URL of a DNS provider's page that sets a connection's records",
  description:
    "`supported: false` is no error: publish the records by hand then. Open `apply_url` exactly as it is. The provider sends the browser back to Latchkey; whatever it says, only records that the nameservers hold count.",
  status: 200,
  input: startDomainConnectSchema,
  output: domainConnectOfferSchema,
  errors: ["invalid_state"],
  example: {
    input: { id: exampleIds.connection, popup: true },
    output: {
      ...exampleOffer,
      applyUrl:
        "https://dns.example/v2/domainTemplates/providers/example.net/services/customdomain/apply?domain=example.com&host=shop&…&sig=…&key=_dck1",
    },
  },
});

export const debugDomainConnectEndpoint = defineEndpoint({
  id: "debugDomainConnect",
  tag: "domain connect",
  method: "POST",
  path: "/v1/domains:domain-connect",
  scope: "connections:read",
  summary: "Go through Domain Connect for a hostname, step by step",
  description:
    "What each step asked, what came, and what is wrong: the record, the provider's settings, your template there, your key, its signature.",
  status: 200,
  input: debugDomainConnectSchema,
  output: domainConnectReportSchema,
  errors: ["not_found"],
  example: {
    input: { hostname: "shop.example.com", applicationId: exampleIds.application },
    output: {
      hostname: "shop.example.com",
      zone: "example.com",
      supported: false,
      steps: [
        {
          key: "record",
          status: "problem",
          title: "The Domain Connect record",
          asked: "TXT _domainconnect.example.com",
          answer: "no TXT record",
          explanation: "There is none: the DNS provider of this zone does not offer Domain Connect.",
        },
      ],
    },
  },
});
