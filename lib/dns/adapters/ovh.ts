import { createHash } from "node:crypto";
import { z } from "zod";
import type { Adapter, AdapterFacts, Credential, CredentialField, Zone } from "@/lib/dns/adapters/adapter";
import { asciiNameOf } from "@/lib/dns/adapters/ascii-name-of";
import { credentialValue, saidWithout } from "@/lib/dns/adapters/credential-values";
import { faultOfStatus } from "@/lib/dns/adapters/fault-of-status";
import { type JsonResponse, parseJson, readAnswer, sendJson } from "@/lib/dns/adapters/json-api";
import type { ProviderHttp, ProviderRequest } from "@/lib/dns/adapters/provider-http";
import { createOrExplain } from "@/lib/dns/adapters/refused-row";
import { createRowDriver, type Row, type RowApi } from "@/lib/dns/adapters/row-driver";
import { registeredDomain } from "@/lib/dns/public-suffix";
import { absoluteName, canonicalValue, presentationValue, relativeName } from "@/lib/dns/zones/canonical-value";
import { ProviderFault, type ProviderFaultCode } from "@/lib/dns/zones/provider-fault";

const regionField: CredentialField = {
  name: "region",
  label: "Region",
  help: "Where the account is: eu, ca or us.",
  secret: false,
  required: true,
  placeholder: "eu",
};
const applicationKeyField: CredentialField = {
  name: "application_key",
  label: "Application key",
  help: "Created together with the application secret and the consumer key. Leave the three empty if you use a service account.",
  secret: false,
  required: false,
  placeholder: null,
};
const applicationSecretField: CredentialField = {
  name: "application_secret",
  label: "Application secret",
  help: "Created together with the application key.",
  secret: true,
  required: false,
  placeholder: null,
};
const consumerKeyField: CredentialField = {
  name: "consumer_key",
  label: "Consumer key",
  help: "Says which calls are allowed, and until when.",
  secret: true,
  required: false,
  placeholder: null,
};
const clientIdField: CredentialField = {
  name: "client_id",
  label: "Client ID",
  help: "Of a service account (OAuth2), in place of the three keys.",
  secret: false,
  required: false,
  placeholder: null,
};
const clientSecretField: CredentialField = {
  name: "client_secret",
  label: "Client secret",
  help: "Of the service account.",
  secret: true,
  required: false,
  placeholder: null,
};

const facts: AdapterFacts = {
  provider: "ovh",
  fields: [
    regionField,
    applicationKeyField,
    applicationSecretField,
    consumerKeyField,
    clientIdField,
    clientSecretField,
  ],
  tokenUrl: "https://www.ovh.com/auth/api/createToken",
  permissions:
    "Set the validity to “Unlimited”, and give GET, POST and DELETE on /domain/zone/example.com and /domain/zone/example.com/*, with your domain. GET on /domain/zone as well lets Latchkey list your zones. A service account needs the same actions in an IAM policy.",
  gates: [],
  types: ["A", "AAAA", "CAA", "CNAME", "MX", "SRV", "TXT"],
  minTtl: 60,
  batch: 1,
  rate: { requests: 10, seconds: 1 },
  publishedAfterSeconds: 60,
  checkedAt: "2026-11-28",
};

const regions: Readonly<Record<string, { api: string; token: string }>> = {
  eu: { api: "https://eu.api.ovh.com/1.0", token: "https://www.ovh.com/auth/oauth2/token" },
  ca: { api: "https://ca.api.ovh.com/1.0", token: "https://ca.ovh.com/auth/oauth2/token" },
  us: { api: "https://api.us.ovhcloud.com/1.0", token: "https://us.ovhcloud.com/auth/oauth2/token" },
};

/** What OVH answers for the TTL 0, the zone's default. */
const defaultTtl = 3_600;
/** TXT records that were made with a form of their own. */
const textTypes = ["SPF", "DKIM", "DMARC"];

const errorSchema = z.object({ message: z.string().optional(), errorCode: z.string().optional() });

const outOfTime = /^QUERY_TIME_OUT$|query out of time/i;
/** By code, or by message: answers to a wrong key have no code. */
const errors: readonly (readonly [RegExp, ProviderFaultCode])[] = [
  [/^NOT_GRANTED_CALL$|this call has not been granted|not authori[sz]ed/i, "permission_missing"],
  [outOfTime, "provider_unavailable"],
  [
    /^(NOT_CREDENTIAL|INVALID_CREDENTIAL|INVALID_KEY|INVALID_SIGNATURE)$|application key is invalid|credential (does not exist|is not valid)|invalid signature|must login first/i,
    "credential_invalid",
  ],
];

const recordSchema = z.object({
  id: z.number().int(),
  fieldType: z.string(),
  subDomain: z.string().nullish(),
  target: z.string(),
  ttl: z.number().int().nullish(),
});

export const ovh: Adapter = {
  facts,
  connect(credential, { http, now, baseUrl }) {
    const region = regions[credentialValue(credential, regionField).toLowerCase().replace(/^ovh-/, "")];
    if (region === undefined) throw new ProviderFault("credential_invalid");
    const apiUrl = baseUrl ?? region.api;
    const tokenUrl = baseUrl === undefined ? region.token : `${baseUrl}/auth/oauth2/token`;
    const { secrets, authorise, renew } = authorisation(credential, { http, now, apiUrl, tokenUrl });

    async function send(method: ProviderRequest["method"], path: string, json: unknown): Promise<JsonResponse> {
      const url = apiUrl + path;
      const headers = await authorise({ method, url, body: json === undefined ? "" : JSON.stringify(json) });
      return sendJson(http, { method, url, headers, json });
    }

    async function call(method: ProviderRequest["method"], path: string, json?: unknown): Promise<JsonResponse> {
      let response = await send(method, path, json);
      // One of the two clocks has been set since they were compared, or this process was suspended.
      if (isOutOfTime(response)) {
        renew();
        response = await send(method, path, json);
      }
      if (response.status < 300) return response;
      throw faultOf(response, secrets, now());
    }

    async function findBelow(name: string): Promise<Zone | null> {
      const path = `/domain/zone/${encodeURIComponent(name)}`;
      try {
        const zoneSchema = z.object({ nameServers: z.array(z.string()).nullish() });
        const { nameServers } = readAnswer(zoneSchema, await call("GET", path));
        return { id: name, name, nameservers: nameServers?.map(asciiNameOf) ?? null };
      } catch (error) {
        if (!isFault(error, "permission_missing")) throw error;
        // A rule for /domain/zone/<name>/* does not include the zone itself.
        await call("GET", `${path}/status`);
        return { id: name, name, nameservers: null };
      }
    }

    const api: RowApi = {
      async listZones() {
        try {
          const names = readAnswer(z.array(z.string()), await call("GET", "/domain/zone"));
          const zones = names.map(asciiNameOf).map((name) => ({ id: name, name, nameservers: null }));
          return { zones, complete: true };
        } catch (error) {
          if (isFault(error, "permission_missing")) return { zones: [], complete: false };
          throw error;
        }
      },

      async findZoneAt(name) {
        try {
          return await findBelow(name);
        } catch (error) {
          if (isFault(error, "zone_not_here")) return null;
          // A key for acme.com may not even ask for shop.acme.com.
          if (isFault(error, "permission_missing") && registeredDomain(name) !== name) return null;
          throw error;
        }
      },

      async listRows(zone, names) {
        const path = `/domain/zone/${encodeURIComponent(zone.id)}/record`;
        const ids = new Set<number>();
        for (const name of new Set(names)) {
          const query = new URLSearchParams({ subDomain: relativeName(name, zone.name, "") });
          const some = readAnswer(z.array(z.number().int()), await call("GET", `${path}?${query}`));
          for (const id of some) ids.add(id);
        }
        const rows: Row[] = [];
        for (const id of ids) {
          try {
            rows.push(rowOf(readAnswer(recordSchema, await call("GET", `${path}/${id}`)), zone));
          } catch (error) {
            // Deleted since its id was listed.
            if (!isFault(error, "zone_not_here")) throw error;
          }
        }
        return rows;
      },

      async createRow(zone, row) {
        const body = {
          fieldType: row.type,
          subDomain: relativeName(row.name, zone.name, ""),
          // A target without a final dot is one below the zone.
          target: presentationValue(row.type, row.value),
          ttl: row.ttl,
        };
        await createOrExplain(api, zone, row, async () => {
          await call("POST", `/domain/zone/${encodeURIComponent(zone.id)}/record`, body);
        });
      },

      async deleteRow(zone, row) {
        try {
          await call("DELETE", `/domain/zone/${encodeURIComponent(zone.id)}/record/${encodeURIComponent(row.id)}`);
        } catch (error) {
          if (!isFault(error, "zone_not_here")) throw error;
        }
      },

      async publish(zone) {
        await call("POST", `/domain/zone/${encodeURIComponent(zone.id)}/refresh`);
      },
    };
    return createRowDriver(api, facts);
  },
};

type Signed = { method: string; url: string; body: string };
type Authorisation = {
  secrets: string[];
  authorise(request: Signed): Promise<Record<string, string>>;
  /** Forgets what was found out about the time. */
  renew(): void;
};
type Access = { http: ProviderHttp; now(): Date; apiUrl: string; tokenUrl: string };

/** @throws ProviderFault credential_invalid: neither the three keys nor a service account */
function authorisation(credential: Credential, access: Access): Authorisation {
  const [applicationKey = "", applicationSecret = "", consumerKey = "", clientId = "", clientSecret = ""] = [
    applicationKeyField,
    applicationSecretField,
    consumerKeyField,
    clientIdField,
    clientSecretField,
  ].map((field) => credentialValue(credential, field));
  if (applicationKey && applicationSecret && consumerKey) {
    return signature({ applicationKey, applicationSecret, consumerKey }, access);
  }
  if (clientId && clientSecret) return serviceAccount({ clientId, clientSecret }, access);
  throw new ProviderFault("credential_invalid");
}

type Keys = { applicationKey: string; applicationSecret: string; consumerKey: string };

function signature(
  { applicationKey, applicationSecret, consumerKey }: Keys,
  { http, now, apiUrl }: Access,
): Authorisation {
  const secrets = [applicationSecret, consumerKey, applicationKey];
  let aheadSeconds: number | null = null;

  /** Signatures are valid for about a minute of OVH's own clock. */
  async function ovhSeconds(): Promise<number> {
    if (aheadSeconds === null) {
      const response = await sendJson(http, { method: "GET", url: `${apiUrl}/auth/time` });
      if (response.status >= 300) throw faultOf(response, secrets, now());
      aheadSeconds = readAnswer(z.number().int(), response) - seconds(now());
    }
    return seconds(now()) + aheadSeconds;
  }

  return {
    secrets,
    renew: () => {
      aheadSeconds = null;
    },
    async authorise({ method, url, body }) {
      const timestamp = String(await ovhSeconds());
      const signed = [applicationSecret, consumerKey, method, url, body, timestamp].join("+");
      return {
        "x-ovh-application": applicationKey,
        "x-ovh-consumer": consumerKey,
        "x-ovh-timestamp": timestamp,
        "x-ovh-signature": `$1$${createHash("sha1").update(signed).digest("hex")}`,
      };
    },
  };
}

type ServiceAccount = { clientId: string; clientSecret: string };

function serviceAccount({ clientId, clientSecret }: ServiceAccount, { http, now, tokenUrl }: Access): Authorisation {
  const secrets = [clientSecret];
  let token: { value: string; untilSeconds: number } | null = null;

  async function requestToken(): Promise<string> {
    if (token !== null && seconds(now()) < token.untilSeconds) return token.value;
    const grant = { grant_type: "client_credentials", scope: "all", client_id: clientId, client_secret: clientSecret };
    const { status, headers, body } = await http.send({
      method: "POST",
      url: tokenUrl,
      headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
      body: new URLSearchParams(grant).toString(),
    });
    if (status >= 400 && status < 500 && status !== 429) {
      throw new ProviderFault("credential_invalid", { status, said: saidWithout(secrets, body) });
    }
    if (status >= 300) throw faultOfStatus({ status, headers }, undefined, now());
    const answer = readAnswer(tokenSchema, { status, json: parseJson(body) });
    secrets.push(answer.access_token);
    token = { value: answer.access_token, untilSeconds: seconds(now()) + answer.expires_in - renewSecondsBefore };
    return token.value;
  }

  const authorise = async () => ({ authorization: `Bearer ${await requestToken()}` });
  return { secrets, authorise, renew: () => {} };
}

const tokenSchema = z.object({ access_token: z.string(), expires_in: z.number() });
const renewSecondsBefore = 60;

function faultOf(response: JsonResponse, secrets: readonly string[], at: Date): ProviderFault {
  const { message, errorCode } = errorSchema.safeParse(response.json).data ?? {};
  const said = saidWithout(secrets, message ?? errorCode);
  const code = errors.find(([pattern]) => pattern.test(errorCode ?? "") || pattern.test(message ?? ""))?.[1];
  return code === undefined
    ? faultOfStatus(response, said, at)
    : new ProviderFault(code, { said, status: response.status });
}

function isOutOfTime({ json }: JsonResponse): boolean {
  const { message, errorCode } = errorSchema.safeParse(json).data ?? {};
  return outOfTime.test(errorCode ?? "") || outOfTime.test(message ?? "");
}

function isFault(error: unknown, code: ProviderFaultCode): boolean {
  return error instanceof ProviderFault && error.code === code;
}

function rowOf({ id, fieldType, subDomain, target, ttl }: z.infer<typeof recordSchema>, zone: Zone): Row {
  const type = textTypes.includes(fieldType) ? "TXT" : fieldType;
  return {
    id: String(id),
    name: absoluteName(subDomain ?? "", zone.name),
    type,
    ttl: ttl || defaultTtl,
    value: canonicalValue(type, absoluteTarget(type, target, zone.name)),
  };
}

/** A target without a final dot is relative, as in a master file. */
function absoluteTarget(type: string, target: string, zone: string): string {
  return ["CNAME", "MX", "NS", "SRV"].includes(type) && !target.endsWith(".") ? `${target}.${zone}.` : target;
}

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1_000);
}
