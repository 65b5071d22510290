import { createModelZone, type ModelRow, type ModelZone } from "../model-zone";
import { type StandIn, type StandInAnswer, type StandInRequest, startStandIn } from "../stand-in";
import { labelOf, type NewRow, nameOf, withoutDot } from "../wire-form";

const credential = { api_user: "standin", api_key: "00000000000000000000000000standin" };
const nameservers = ["dns1.registrar-servers.com", "dns2.registrar-servers.com"];
const ttls = { least: 60, most: 60_000, usual: 1_800 };
const maxHostsInUrl = 10;

/** What `setHosts` takes. Records of other types can be made on the website; they are counted and never listed. */
const types = ["A", "AAAA", "ALIAS", "CAA", "CNAME", "FRAME", "MX", "MXE", "NS", "TXT", "URL", "URL301"];

/** The type of mail service, by zone. */
export type NamecheapStandIn = StandIn & { emailTypes: Map<string, string> };

/**
 * Namecheap's API, from the pages of its documentation and the conversations that dns-lexicon recorded. `callerAddress`: where
 * requests come from, as the API sees it. `elsewhere`: domains with custom nameservers. `shared`: domains that another account
 * has shared, and with which right.
 */
export async function startNamecheap(
  options: {
    zones?: ModelZone[];
    callerAddress?: string;
    allowed?: readonly string[];
    elsewhere?: readonly string[];
    shared?: Readonly<Record<string, "hosts" | "contacts">>;
  } = {},
): Promise<NamecheapStandIn> {
  const zones = options.zones ?? [createNamecheapZone("example.com")];
  const { callerAddress = "192.0.2.1", allowed, elsewhere = [], shared = {} } = options;
  const emailTypes = new Map(zones.map(({ name }) => [name, "NONE"]));
  const commands: Record<string, (parameters: CallParameters) => string> = {
    "namecheap.domains.getlist": listDomains,
    "namecheap.domains.getinfo": getInfo,
    "namecheap.domains.dns.gethosts": getHosts,
    "namecheap.domains.dns.sethosts": setHosts,
  };
  const handle = (request: StandInRequest) => answer(request);
  const standIn = await startStandIn({
    basePath: "/xml.response",
    credential,
    zones,
    notFound: { status: 404, body: "" },
    routes: () => [
      { method: "GET", path: "/", handle },
      { method: "POST", path: "/", handle },
    ],
  });
  return { ...standIn, emailTypes };

  function answer(request: StandInRequest): StandInAnswer {
    const parameters = readParameters(request);
    const command = parameters.get("command");
    const refused = refuseCaller(parameters);
    const run = commands[command.toLowerCase()];
    if (refused !== null) return xml(errorAnswer(refused));
    if (run === undefined) return xml(errorAnswer({ number: 1010104, text: "Parameter Command is missing" }));
    try {
      const body = run(parameters);
      return xml(
        `<ApiResponse Status="OK" xmlns="http://api.namecheap.com/xml.response">\r\n  <Errors />\r\n  <Warnings />\r\n  <RequestedCommand>${command.toLowerCase()}</RequestedCommand>\r\n  <CommandResponse Type="${command}">\r\n    ${body}\r\n  </CommandResponse>\r\n${footer}</ApiResponse>`,
      );
    } catch (error) {
      if (error instanceof Refusal) return xml(errorAnswer(error));
      throw error;
    }
  }

  function refuseCaller(parameters: CallParameters): Refused | null {
    if (parameters.get("apiuser") === "") return { number: 1010101, text: "Parameter APIUser is missing" };
    if (parameters.get("apikey") === "") return { number: 1010102, text: "Parameter APIKey is missing" };
    const isKnown =
      parameters.get("apiuser") === credential.api_user && parameters.get("apikey") === credential.api_key;
    if (!isKnown) return { number: 1011102, text: "API Key is invalid or API access has not been enabled" };
    if (parameters.get("clientip") === "") return { number: 1010105, text: "Parameter ClientIP is missing" };
    if (allowed === undefined || allowed.includes(callerAddress)) return null;
    return { number: 1011150, text: `Invalid request IP: ${callerAddress}` };
  }

  function listDomains(parameters: CallParameters): string {
    const size = Number(parameters.get("pagesize") || 20);
    const page = Number(parameters.get("page") || 1);
    const own = zones.filter(({ name }) => !(name in shared));
    const domains = own
      .slice((page - 1) * size, page * size)
      .map(
        ({ id, name }) =>
          `<Domain ID="${id}" Name="${name}" User="standin" Created="01/01/2026" Expires="01/01/2027" IsExpired="false" IsLocked="false" AutoRenew="true" WhoisGuard="ENABLED" IsPremium="false" IsOurDNS="${!elsewhere.includes(name)}" />`,
      );
    return `<DomainGetListResult>${domains.join("")}</DomainGetListResult><Paging><TotalItems>${own.length}</TotalItems><CurrentPage>${page}</CurrentPage><PageSize>${size}</PageSize></Paging>`;
  }

  function getInfo(parameters: CallParameters): string {
    const zone = zones.find(({ name }) => name === parameters.get("domainname").toLowerCase());
    if (zone === undefined) throw new Refusal(2030166, "Domain is invalid");
    const { name, id } = zone;
    const isOurs = !elsewhere.includes(name);
    const right = shared[name];
    const servers = (isOurs ? nameservers : ["ns1.other.example"]).map((host) => `<Nameserver>${host}</Nameserver>`);
    const rights =
      right === undefined
        ? `<Modificationrights All="true" />`
        : `<Modificationrights All="false"><Rights Type="${right}">OK</Rights></Modificationrights>`;
    return `<DomainGetInfoResult Status="Ok" ID="${id}" DomainName="${name}" OwnerName="standin" IsOwner="${right === undefined}" IsPremium="false">
      <DomainDetails><CreatedDate>01/01/2026</CreatedDate><ExpiredDate>01/01/2027</ExpiredDate><NumYears>0</NumYears></DomainDetails>
      <LockDetails />
      <Whoisguard Enabled="True"><ID>1</ID></Whoisguard>
      <PremiumDnsSubscription><UseAutoRenew>false</UseAutoRenew><SubscriptionId>-1</SubscriptionId><IsActive>false</IsActive></PremiumDnsSubscription>
      <DnsDetails ProviderType="${isOurs ? "FREE" : "CUSTOM"}" IsUsingOurDNS="${isOurs}" HostCount="${zone.rows().length}" EmailType="${emailTypes.get(name)}" DynamicDNSStatus="false" IsFailover="false">${servers.join("")}</DnsDetails>
      ${rights}
    </DomainGetInfoResult>`;
  }

  function getHosts(parameters: CallParameters): string {
    const zone = hostedZone(parameters);
    const rows = zone.rows().filter(({ type }) => types.includes(type));
    const sorted = [...rows].sort((one, other) => (`${one.type} ${one.name}` < `${other.type} ${other.name}` ? -1 : 1));
    const hosts = sorted.map((row) => `      ${shown(zone, row)}\r\n`);
    return `<DomainDNSGetHostsResult Domain="${zone.name}" EmailType="${emailTypes.get(zone.name)}" IsUsingOurDNS="true">\r\n${hosts.join("")}    </DomainDNSGetHostsResult>`;
  }

  /** Everything that is not sent is gone, and what is sent is made again. */
  function setHosts(parameters: CallParameters): string {
    const zone = hostedZone(parameters);
    const rows: NewRow[] = [];
    for (let index = 1; parameters.has(`recordtype${index}`); index += 1) rows.push(readRow(zone, parameters, index));
    if (parameters.isUrl && rows.length > maxHostsInUrl)
      throw new Refusal(2050900, "Use HTTP POST for more than 10 hosts");
    for (const { id } of zone.rows()) zone.remove(id);
    const seen = new Set<string>();
    for (const row of rows) {
      const key = `${row.name} ${row.type} ${row.value}`;
      if (!seen.has(key)) zone.put(row);
      seen.add(key);
    }
    emailTypes.set(zone.name, parameters.get("emailtype") || "NONE");
    return `<DomainDNSSetHostsResult Domain="${zone.name}" IsSuccess="true">\r\n      <Warnings />\r\n    </DomainDNSSetHostsResult>`;
  }

  function hostedZone(parameters: CallParameters): ModelZone {
    const domain = `${parameters.get("sld")}.${parameters.get("tld")}`.toLowerCase();
    const zone = zones.find(({ name }) => name === domain);
    if (zone === undefined) throw new Refusal(2019166, "Domain not found");
    if (elsewhere.includes(domain)) {
      throw new Refusal(2030288, "Cannot complete this command as this domain is not using proper DNS servers");
    }
    return zone;
  }
}

export function createNamecheapZone(name: string, options: { isFresh?: boolean } = {}): ModelZone {
  const zone = createModelZone(name, { nameservers, rowId: (count) => String(746_353 + count) });
  if (options.isFresh) {
    zone.put({ name: `www.${name}`, type: "CNAME", value: "parkingpage.namecheap.com", ttl: ttls.usual });
    zone.put({ name, type: "URL", value: `http://www.${name}/`, ttl: ttls.usual });
  }
  return zone;
}

type Refused = { number: number; text: string };

class Refusal extends Error implements Refused {
  constructor(
    readonly number: number,
    readonly text: string,
  ) {
    super(text);
  }
}

/** Names in any case. */
type CallParameters = { isUrl: boolean; has(name: string): boolean; get(name: string): string };

function readParameters({ method, query, body }: StandInRequest): CallParameters {
  const all = [...query, ...new URLSearchParams(body)].map(([name, value]) => [name.toLowerCase(), value] as const);
  const values = new Map(all);
  return { isUrl: method === "GET", has: (name) => values.has(name), get: (name) => values.get(name) ?? "" };
}

const footer =
  "  <Server>PHX01APIEXT01</Server>\r\n  <GMTTimeDifference>--5:00</GMTTimeDifference>\r\n  <ExecutionTime>0.019</ExecutionTime>\r\n";

function xml(document: string): StandInAnswer {
  const body = `<?xml version="1.0" encoding="utf-8"?>\r\n${document}`;
  return { status: 200, headers: { "content-type": "text/xml; charset=utf-8" }, body };
}

function errorAnswer({ number, text }: Refused): string {
  return `<ApiResponse Status="ERROR" xmlns="http://api.namecheap.com/xml.response">\r\n  <Errors>\r\n    <Error Number="${number}">${escaped(text)}</Error>\r\n  </Errors>\r\n  <Warnings />\r\n  <RequestedCommand />\r\n${footer}</ApiResponse>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"\t\r\n]/g, (character) => `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`);
}

const isTarget = (type: string) => ["ALIAS", "CNAME", "MX", "NS"].includes(type);

function shown(zone: ModelZone, { id, name, type, ttl, value, extra }: ModelRow): string {
  const [first = "", ...rest] = value.split(" ");
  const plain = type === "MX" ? rest.join(" ") : value;
  const attributes = {
    HostId: id,
    Name: labelOf(name, zone, "@"),
    Type: type,
    Address: isTarget(type) ? `${plain}.` : plain,
    MXPref: type === "MX" ? first : "10",
    TTL: String(ttl),
    AssociatedAppTitle: "",
    FriendlyName: "",
    IsActive: String(extra.isActive ?? true),
    IsDDNSEnabled: String(extra.isDdnsEnabled ?? false),
  };
  return `<host ${Object.entries(attributes)
    .map(([attribute, text]) => `${attribute}="${escaped(text)}"`)
    .join(" ")} />`;
}

function readRow(zone: ModelZone, parameters: CallParameters, index: number): NewRow {
  const type = parameters.get(`recordtype${index}`);
  const label = parameters.get(`hostname${index}`).toLowerCase();
  const address = parameters.get(`address${index}`);
  const ttl = Number(parameters.get(`ttl${index}`) || ttls.usual);
  if (!types.includes(type)) throw new Refusal(2015280, `Invalid record type ${type}`);
  if (label === "" || address === "") throw new Refusal(2010324, `Parameter Address${index} is missing`);
  if (!(ttl >= ttls.least && ttl <= ttls.most)) throw new Refusal(2015280, `Parameter TTL${index} is invalid`);
  const plain = isTarget(type) ? withoutDot(address) : address;
  return {
    name: nameOf(label, zone),
    type,
    ttl,
    value: type === "MX" ? `${Number(parameters.get(`mxpref${index}`) || 10)} ${plain}` : plain,
  };
}
