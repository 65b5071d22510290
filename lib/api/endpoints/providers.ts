import { defineEndpoint } from "@/lib/api/endpoints/endpoint";
import { pageOf } from "@/lib/db/pagination";
import { listProvidersSchema, providerSchema } from "@/lib/dns/providers/schema";

export const listProvidersEndpoint = defineEndpoint({
  id: "listProviders",
  tag: "providers",
  method: "GET",
  path: "/v1/providers",
  scope: null,
  summary: "List known DNS providers",
  description:
    "Returns the whole catalog in one page. `{domain}` in `dns_page_url` is a placeholder for the zone's name.",
  status: 200,
  input: listProvidersSchema,
  output: pageOf(providerSchema),
  errors: [],
  example: {
    input: {},
    output: {
      data: [
        {
          key: "digitalocean",
          name: "DigitalOcean",
          capabilities: { wildcard: true, apexFlattening: false, domainConnect: false, autoWrite: true },
          dnsPageUrl: "https://cloud.digitalocean.com/networking/domains/{domain}",
          hostLabelStyle: "relative",
          notes: null,
          credential: {
            fields: [
              {
                name: "api_token",
                label: "API token",
                help: "Control panel, API, Tokens.",
                secret: true,
                required: true,
                placeholder: "dop_v1_…",
              },
            ],
            tokenUrl: "https://cloud.digitalocean.com/account/api/tokens/new",
            permissions: "Custom scopes: domain create, read, update and delete.",
            gates: [],
            minTtl: 30,
            publishedAfterSeconds: 30,
            checkedAt: "2026-11-27",
          },
        },
      ],
      nextCursor: null,
    },
  },
});
