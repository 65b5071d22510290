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
          key: "ionos",
          name: "IONOS",
          capabilities: { wildcard: true, apexFlattening: false, domainConnect: true, autoWrite: false },
          dnsPageUrl: "https://my.ionos.com/domain-dns-settings/{domain}",
          hostLabelStyle: "relative",
          notes: null,
        },
      ],
      nextCursor: null,
    },
  },
});
