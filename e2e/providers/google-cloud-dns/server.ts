import { createVerify, generateKeyPairSync } from "node:crypto";
import { createModelZone, type ModelZone } from "../model-zone";
import { findSet, isCnameConflict, readValue, replaceSet, rowsOf, textsIn, writeValue } from "../set-model";
import { type StandIn, type StandInAnswer, type StandInRequest, startStandIn } from "../stand-in";

const project = "stand-in-project";
const email = `latchkey@${project}.iam.gserviceaccount.com`;
const accessToken = "ya29.stand-in-access-token";

export type GoogleOptions = {
  /** The first is public; `extra` of none: all are. */
  zones?: ModelZone[];
  /** Names of managed zones with `visibility: private`. */
  privateZones?: string[];
  /** The service account has its role on zones only, so that it cannot list them. */
  zoneRoleOnly?: boolean;
};

/** Google Cloud DNS, as its discovery document has it, and the token endpoint of OAuth. */
export function startGoogleCloudDns(options: GoogleOptions = {}): Promise<StandIn> {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const nameservers = ["a", "b", "c", "d"].map((letter) => `ns-cloud-${letter}1.googledomains.com`);
  const zones = options.zones ?? [createModelZone("example.com", { id: "example-com", nameservers })];
  const account = {
    type: "service_account",
    project_id: project,
    private_key_id: "0".repeat(40),
    private_key: privateKey.export({ type: "pkcs8", format: "pem" }),
    client_email: email,
    client_id: "100000000000000000000",
    // A tenant could write anything here.
    token_uri: "http://127.0.0.1:9/never-asked",
  };
  const shown = (zone: ModelZone) => ({
    kind: "dns#managedZone",
    id: zone.id,
    name: zone.id,
    dnsName: `${zone.name}.`,
    description: "",
    visibility: options.privateZones?.includes(zone.id) ? "private" : "public",
    nameServers: zone.nameservers.map((server) => `${server}.`),
    creationTime: "2026-01-01T00:00:00.000Z",
  });
  const inZone = (handle: (zone: ModelZone, request: StandInRequest) => StandInAnswer) => (request: StandInRequest) => {
    const zone = zones.find(({ id }) => id === request.params.zone);
    if (zone) return handle(zone, request);
    return refusal(
      404,
      "notFound",
      `The 'parameters.managedZone' resource named '${request.params.zone}' does not exist.`,
    );
  };
  const at = `/dns/v1/projects/${project}/managedZones`;
  const grantToken = ({ body }: StandInRequest): StandInAnswer => {
    const form = new URLSearchParams(body);
    const isGranted = isSigned(
      form.get("assertion") ?? "",
      publicKey.export({ type: "spki", format: "pem" }).toString(),
    );
    if (form.get("grant_type") !== "urn:ietf:params:oauth:grant-type:jwt-bearer" || !isGranted) {
      return { status: 400, body: { error: "invalid_grant", error_description: "Invalid JWT Signature." } };
    }
    return { status: 200, body: { access_token: accessToken, expires_in: 3599, token_type: "Bearer" } };
  };

  return startStandIn({
    basePath: "",
    credential: { service_account: JSON.stringify(account, null, 2) },
    zones,
    notFound: { status: 404, body: "Not Found" },
    refuse: ({ path, headers }) => {
      const isToken = path.endsWith("/token");
      if (isToken || headers.authorization === `Bearer ${accessToken}`) return null;
      const said =
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.";
      return refusal(401, "authError", said);
    },
    routes: () => [
      { method: "POST", path: "/token", handle: grantToken },
      { method: "POST", path: "/oauth2/v4/token", handle: grantToken },
      {
        method: "GET",
        path: at,
        handle: ({ query }) => {
          if (options.zoneRoleOnly === true) return refusal(403, "forbidden", "Forbidden");
          const name = query.get("dnsName");
          return paged(
            "managedZones",
            zones.map(shown).filter(({ dnsName }) => (name || dnsName) === dnsName),
            query,
          );
        },
      },
      { method: "GET", path: `${at}/:zone`, handle: inZone((zone) => ({ status: 200, body: shown(zone) })) },
      {
        method: "GET",
        path: `${at}/:zone/rrsets`,
        handle: inZone((zone, { query }) => {
          const [name, type] = [query.get("name"), query.get("type")];
          if (type && !name) return refusal(400, "invalid", "A type needs a name.");
          const sets = zone.sets().map((set) => shownSet(zone, set));
          return paged(
            "rrsets",
            sets.filter((set) => (name || set.name) === set.name && (type || set.type) === set.type),
            query,
          );
        }),
      },
      { method: "POST", path: `${at}/:zone/changes`, handle: inZone(change) },
    ],
  });
}

function isSigned(assertion: string, publicKey: string): boolean {
  const [head = "", claims = "", signature = ""] = assertion.split(".");
  const verify = createVerify("RSA-SHA256").update(`${head}.${claims}`);
  if (!verify.verify(publicKey, signature, "base64url")) return false;
  const { iss, scope, aud, iat, exp } = JSON.parse(Buffer.from(claims, "base64url").toString());
  const isForUs = ["https://oauth2.googleapis.com/token", "https://www.googleapis.com/oauth2/v4/token"].includes(aud);
  return isForUs && iss === email && scope.endsWith("/auth/ndev.clouddns.readwrite") && exp > iat && exp - iat <= 3600;
}

/** As a project that is over its quota is answered. */
export const overQuota = refusal(
  403,
  "rateLimitExceeded",
  "Quota exceeded for quota metric 'Write requests' and limit 'Write requests per minute'.",
);

function refusal(code: number, reason: string, message: string): StandInAnswer {
  return { status: code, body: { error: { code, message, errors: [{ message, domain: "global", reason }] } } };
}

/** Tokens are positions; at most 100 rrsets a page, whatever was asked for. */
function paged(key: string, items: unknown[], query: URLSearchParams): StandInAnswer {
  const size = Math.min(100, Number(query.get("maxResults") ?? 100));
  const start = Number(query.get("pageToken") || 0);
  const next = start + size;
  const more = next < items.length ? { nextPageToken: String(next) } : {};
  return { status: 200, body: { kind: `dns#${key}ListResponse`, [key]: items.slice(start, next), ...more } };
}

function shownSet(zone: ModelZone, { name, type, ttl }: { name: string; type: string; ttl: number }) {
  const rows = rowsOf(zone, name, type);
  const policy = rows.find(({ extra }) => extra.routingPolicy !== undefined)?.extra.routingPolicy;
  const rrdatas = rows.map(({ value, extra }) => String(extra.written ?? writeValue(type, value)));
  const content = policy === undefined ? { rrdatas } : { rrdatas: [], routingPolicy: policy };
  return { kind: "dns#resourceRecordSet", name: `${name}.`, type, ttl, signatureRrdatas: [], ...content };
}

type Given = { name?: unknown; type?: unknown; ttl?: unknown; rrdatas?: unknown };

function change(zone: ModelZone, { json }: StandInRequest): StandInAnswer {
  const restore = zone.snapshot();
  const deletions = givenIn(json.deletions).map((set, index) => remove(zone, set, index));
  const additions = givenIn(json.additions).map((set, index) => add(zone, set, index));
  const refused = [...deletions, ...additions].find((answer) => answer !== null);
  if (refused) {
    restore();
    return refused;
  }
  const { additions: added, deletions: deleted } = json;
  return {
    status: 200,
    body: {
      kind: "dns#change",
      id: "7",
      status: "pending",
      startTime: "2026-01-01T00:00:00.000Z",
      additions: added,
      deletions: deleted,
    },
  };
}

function givenIn(list: unknown): Given[] {
  return Array.isArray(list) ? list : [];
}

function placeOf({ name, type, ttl, rrdatas }: Given) {
  return {
    name: String(name).toLowerCase().replace(/\.$/, ""),
    type: String(type),
    ttl: Number(ttl),
    texts: textsIn(rrdatas),
  };
}

/** What is to be deleted must be given exactly. */
function remove(zone: ModelZone, given: Given, index: number): StandInAnswer | null {
  const { name, type, ttl, texts } = placeOf(given);
  const set = findSet(zone, name, type);
  if (set === null) {
    return refusal(
      404,
      "notFound",
      `The 'entity.change.deletions[${index}]' resource named '${name}. (${type})' does not exist.`,
    );
  }
  const current = shownSet(zone, set);
  if (ttl !== set.ttl || JSON.stringify([...texts].sort()) !== JSON.stringify([...current.rrdatas].sort())) {
    return refusal(412, "conditionNotMet", `Precondition not met for 'entity.change.deletions[${index}]'`);
  }
  replaceSet(zone, { name, type, ttl, values: [] });
  return null;
}

function add(zone: ModelZone, given: Given, index: number): StandInAnswer | null {
  const { name, type, ttl, texts } = placeOf(given);
  const place = `'entity.change.additions[${index}]'`;
  if (findSet(zone, name, type) !== null) {
    return refusal(409, "alreadyExists", `The ${place} resource named '${name}. (${type})' already exists`);
  }
  if (isCnameConflict(zone, name, type)) {
    const said = `The resource record set ${place} is invalid because the DNS name '${name}.' may have either one CNAME resource record set or resource record sets of other types, but not both.`;
    return refusal(400, "cnameResourceRecordSetConflict", said);
  }
  const values = texts.map((text) => readValue(type, text, null));
  const isWrong =
    values.length === 0 || values.includes(null) || !(ttl >= 0) || (type === "CNAME" && values.length > 1);
  if (isWrong || (name !== zone.name && !name.endsWith(`.${zone.name}`))) {
    return refusal(400, "invalid", `Invalid value for '${place}.rrdata[0]': '${texts[0]}'`);
  }
  replaceSet(zone, { name, type, ttl, values: values.filter((value) => value !== null) });
  return null;
}
