import { z } from "zod";
import type { Adapter, AdapterFacts, CredentialField, Zone } from "@/lib/dns/adapters/adapter";
import { asciiNameOf } from "@/lib/dns/adapters/ascii-name-of";
import { credentialValue, saidWithout } from "@/lib/dns/adapters/credential-values";
import { faultOfStatus } from "@/lib/dns/adapters/fault-of-status";
import { type JsonRequest, type JsonResponse, readAnswer, sendJson } from "@/lib/dns/adapters/json-api";
import { withoutPriority, withPriority } from "@/lib/dns/adapters/priority-field";
import { createOrExplain } from "@/lib/dns/adapters/refused-row";
import { createRowDriver, type Row, type RowApi } from "@/lib/dns/adapters/row-driver";
import { canonicalValue, quoteText } from "@/lib/dns/zones/canonical-value";
import { ProviderFault, type ProviderFaultCode } from "@/lib/dns/zones/provider-fault";

const keyField: CredentialField = {
  name: "api_key",
  label: "API key",
  help: "The public prefix and the secret, with a dot between them.",
  secret: true,
  required: true,
  placeholder: "prefix.secret",
};

const facts: AdapterFacts = {
  provider: "ionos",
  fields: [keyField],
  tokenUrl: "https://developer.hosting.ionos.com/keys",
  permissions:
    "Create an API key. IONOS cannot limit it: it reaches every zone of the contract, and can delete them. A token of IONOS Cloud, another product, does not work here.",
  gates: [],
  types: ["A", "AAAA", "CAA", "CNAME", "MX", "SRV", "TXT"],
  minTtl: 60,
  batch: 1,
  rate: { requests: 2, seconds: 1 },
  publishedAfterSeconds: 60,
  checkedAt: "2026-11-28",
};

/** The list of zones is the only look-up by name, and the suffixes of one hostname are looked up one after the other. */
const rememberZonesForMs = 10_000;

const zonesSchema = z.array(z.object({ id: z.string(), name: z.string(), type: z.string().optional() }));
type IonosZone = z.infer<typeof zonesSchema>[number];

const zoneSchema = z.object({
  records: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      type: z.string(),
      content: z.string(),
      ttl: z.number().int(),
      prio: z.number().int().nullish(),
      disabled: z.boolean().nullish(),
    }),
  ),
});
type IonosRecord = z.infer<typeof zoneSchema>["records"][number];

const errorSchema = z.object({ code: z.string().optional(), message: z.string().optional() });
const errorsSchema = z.union([z.array(errorSchema).min(1), errorSchema.transform((error) => [error])]);

const codes: Readonly<Record<string, ProviderFaultCode>> = {
  UNAUTHORIZED: "credential_invalid",
  FORBIDDEN: "permission_missing",
  ZONE_NOT_FOUND: "zone_not_here",
  RATE_LIMIT_EXCEEDED: "rate_limited",
};

/**
 * Rows are created and deleted one by one. `PUT /zones/{id}` replaces the zone and `PATCH` whole sets, without a condition:
 * a record that somebody else adds meanwhile would be lost, so neither is used.
 */
export const ionos: Adapter = {
  facts,
  connect(credential, { http, now, baseUrl = "https://api.hosting.ionos.com/dns/v1" }) {
    const key = credentialValue(credential, keyField);
    if (key.startsWith("eyJ")) {
      throw new ProviderFault("credential_invalid", { said: "This is a token of IONOS Cloud, not of IONOS hosting." });
    }
    if (!/^[^.]+\.[^.]+$/.test(key)) throw new ProviderFault("credential_invalid");
    let known: { atMs: number; zones: readonly IonosZone[] } | null = null;

    async function call(method: JsonRequest["method"], path: string, json?: unknown): Promise<JsonResponse> {
      const response = await sendJson(http, { method, url: baseUrl + path, headers: { "x-api-key": key }, json });
      if (response.status < 300) return response;
      throw faultOf(response);
    }

    function faultOf(response: JsonResponse): ProviderFault {
      const [error] = errorsSchema.safeParse(response.json).data ?? [];
      const words = [error?.code, error?.message].filter(Boolean).join(": ");
      const said = saidWithout([key, key.slice(key.indexOf(".") + 1)], words);
      const fault = faultOfStatus(response, said, now());
      const code = codes[error?.code ?? ""] ?? fault.code;
      return new ProviderFault(code, { said, status: response.status, retryAfterMs: fault.retryAfterMs ?? undefined });
    }

    async function listIonosZones(): Promise<readonly IonosZone[]> {
      const atMs = now().getTime();
      if (known === null || atMs - known.atMs >= rememberZonesForMs) {
        known = { atMs, zones: readAnswer(zonesSchema, await call("GET", "/zones")) };
      }
      return known.zones;
    }

    const api: RowApi = {
      listZones: async () => ({ zones: (await listIonosZones()).map(zoneOf), complete: true }),

      async findZoneAt(name) {
        const found = (await listIonosZones()).find((zone) => asciiNameOf(zone.name) === name);
        if (found === undefined) return null;
        // The zone's primary server is somewhere else.
        if (found.type === "SLAVE")
          throw new ProviderFault("zone_read_only", { said: "The zone is a secondary zone." });
        return zoneOf(found);
      },

      async listRows(zone) {
        const { records } = readAnswer(zoneSchema, await call("GET", `/zones/${encodeURIComponent(zone.id)}`));
        // A disabled record is not in the zone that the nameservers answer from.
        return records.filter(({ disabled }) => disabled !== true).map(rowOf);
      },

      async createRow(zone, row) {
        const { priority, content } = withoutPriority(row.type, row.value);
        const record = {
          name: row.name,
          type: row.type,
          content: row.type === "TXT" ? quoteText(content) : content,
          ttl: row.ttl,
          prio: priority ?? 0,
          disabled: false,
        };
        await createOrExplain(api, zone, row, async () => {
          await call("POST", `/zones/${encodeURIComponent(zone.id)}/records`, [record]);
        });
      },

      async deleteRow(zone, row) {
        try {
          await call("DELETE", `/zones/${encodeURIComponent(zone.id)}/records/${encodeURIComponent(row.id)}`);
        } catch (error) {
          if (!(error instanceof ProviderFault) || error.status !== 404) throw error;
        }
      },
    };
    return createRowDriver(api, facts);
  },
};

function zoneOf({ id, name }: IonosZone): Zone {
  return { id, name: asciiNameOf(name), nameservers: null };
}

function rowOf({ id, name, type, content, ttl, prio }: IonosRecord): Row {
  return { id, name: asciiNameOf(name), type, ttl, value: canonicalValue(type, withPriority(type, prio, content)) };
}
