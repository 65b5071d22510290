import { z } from "zod";
import type { Adapter, AdapterDeps, AdapterFacts, Credential, Zone } from "@/lib/dns/adapters/adapter";
import { faultOfStatus } from "@/lib/dns/adapters/fault-of-status";
import type { ProviderRequest, ProviderResponse } from "@/lib/dns/adapters/provider-http";
import { createSetDriver, type ProviderSet, type SetApi, type SetWrite } from "@/lib/dns/adapters/set-driver";
import { normaliseName } from "@/lib/dns/domain-name";
import { canonicalValue, presentationValue } from "@/lib/dns/zones/canonical-value";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";

const facts: AdapterFacts = {
  provider: "powerdns",
  fields: [
    {
      name: "base_url",
      label: "API address",
      help: "The address of the web server that webserver-address and webserver-port set, behind HTTPS.",
      secret: false,
      required: true,
      placeholder: "https://dns-api.example.com",
      target: "url",
    },
    {
      name: "api_key",
      label: "API key",
      help: "The value of api-key in pdns.conf.",
      secret: true,
      required: true,
      placeholder: null,
    },
    {
      name: "server_id",
      label: "Server id",
      help: "Other than localhost only where a proxy serves several servers.",
      secret: false,
      required: false,
      placeholder: "localhost",
    },
  ],
  tokenUrl: "https://doc.powerdns.com/authoritative/http-api/index.html",
  permissions:
    "Set api=yes and api-key in pdns.conf, and allow our address in webserver-allow-from. PowerDNS has one key for all zones: to narrow it, put a proxy in front that passes only the zones you want.",
  gates: [],
  types: ["A", "AAAA", "CAA", "CNAME", "MX", "SRV", "TXT"],
  minTtl: 1,
  batch: 500,
  rate: { requests: 50, seconds: 1 },
  publishedAfterSeconds: 20,
  checkedAt: "2026-11-28",
};

const zoneList = z.array(z.object({ id: z.string(), name: z.string() }));
const zoneBody = z.object({
  kind: z.string(),
  rrsets: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      ttl: z.number(),
      records: z.array(z.object({ content: z.string(), disabled: z.boolean().optional() })),
    }),
  ),
});

/** Kinds of zones that another server fills. */
const filledElsewhere: ReadonlySet<string> = new Set(["Slave", "Secondary", "Consumer"]);

export const powerdns: Adapter = {
  facts,
  connect: (credential, deps) => createSetDriver(openApi(credential, deps), facts),
};

function openApi(credential: Credential, deps: AdapterDeps): SetApi {
  const base = (deps.baseUrl ?? credential.base_url ?? "").replace(/\/+$/, "").replace(/\/api(\/v1)?$/, "");
  const zones = `${base}/api/v1/servers/${encodeURIComponent(credential.server_id || "localhost")}/zones`;
  const kinds = new Map<string, string>();
  /** How PowerDNS presents a value, so that a set with values of others is written back as it was. */
  const contents = new WeakMap<ProviderSet, ReadonlyMap<string, string>>();

  async function send(method: ProviderRequest["method"], url: string, body?: unknown): Promise<ProviderResponse> {
    const headers: Record<string, string> = { "x-api-key": credential.api_key ?? "", accept: "application/json" };
    if (body !== undefined) headers["content-type"] = "application/json";
    const request = { method, url, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const response = await deps.http.send(request);
    if (response.status < 200 || response.status > 299) throw faultOf(response, deps.now());
    return response;
  }

  async function readZones(query: string): Promise<Zone[]> {
    const found = zoneList.parse(JSON.parse((await send("GET", `${zones}${query}`)).body));
    return found.map(({ id, name }) => ({ id, name: normaliseName(name), nameservers: null }));
  }

  async function readSets({ id }: Zone): Promise<ProviderSet[]> {
    const { kind, rrsets } = zoneBody.parse(JSON.parse((await send("GET", `${zones}/${id}`)).body));
    kinds.set(id, kind);
    return rrsets.map(({ name, type, ttl, records }) => {
      const presented = new Map(records.map(({ content }) => [canonicalValue(type, content), content]));
      const locked = records.some(({ disabled }) => disabled === true);
      const set = { name: normaliseName(name), type, ttl, values: [...presented.keys()], locked };
      contents.set(set, presented);
      return set;
    });
  }

  function toRrset({ before, after }: SetWrite) {
    const set = after ?? before;
    const known = before === null ? undefined : contents.get(before);
    return {
      name: `${set?.name}.`,
      type: set?.type,
      ttl: set?.ttl,
      changetype: after === null ? "DELETE" : "REPLACE",
      records: (after?.values ?? []).map((value) => ({
        content: known?.get(value) ?? presentationValue(after?.type ?? "", value),
        disabled: false,
      })),
    };
  }

  async function writeSets({ id }: Zone, writes: readonly SetWrite[]): Promise<void> {
    if (filledElsewhere.has(kinds.get(id) ?? "")) {
      throw new ProviderFault("zone_read_only", { said: "This server has a copy of the zone: write to its primary." });
    }
    await send("PATCH", `${zones}/${id}`, { rrsets: writes.map(toRrset) });
  }

  return {
    listZones: async () => ({ zones: await readZones(""), complete: true }),
    async findZoneAt(name) {
      const found = await readZones(`?zone=${encodeURIComponent(`${name}.`)}`);
      return found.find((zone) => zone.name === name) ?? null;
    },
    /** Of the whole zone: with `rrset_name`, PowerDNS leaves disabled records out, and writing the set would delete them. */
    listSets: readSets,
    writeSet: (zone, write) => writeSets(zone, [write]),
    writeSets,
  };
}

function faultOf(response: ProviderResponse, now: Date): ProviderFault {
  const said = saidIn(response.body);
  if (response.status === 422 && /conflicts with/i.test(said ?? "")) {
    return new ProviderFault("conflict_existing", { said, status: response.status });
  }
  return faultOfStatus(response, said, now);
}

/** `{"error":"…"}`, or plain text where the web server itself refuses. */
function saidIn(body: string): string | undefined {
  try {
    const { error } = z.object({ error: z.string() }).parse(JSON.parse(body));
    return error;
  } catch {
    return body.trim() === "" || body.startsWith("<") ? undefined : body.trim();
  }
}
