import { AwsV4Signer } from "aws4fetch";
import type { Adapter, AdapterFacts, CredentialField, Zone } from "@/lib/dns/adapters/adapter";
import { chooseZone } from "@/lib/dns/adapters/choose-zone";
import { credentialValue, saidWithout } from "@/lib/dns/adapters/credential-values";
import { faultOfStatus } from "@/lib/dns/adapters/fault-of-status";
import type { ProviderRequest, ProviderResponse } from "@/lib/dns/adapters/provider-http";
import { elementsAt, readXml, type XmlElement } from "@/lib/dns/adapters/read-xml";
import { createSentSets, repeatValues } from "@/lib/dns/adapters/sent-sets";
import { createSetDriver, type ProviderSet, type SetApi, type SetWrite } from "@/lib/dns/adapters/set-driver";
import { normaliseName } from "@/lib/dns/domain-name";
import { canonicalValue, presentationValue } from "@/lib/dns/zones/canonical-value";
import { ProviderFault, type ProviderFaultCode } from "@/lib/dns/zones/provider-fault";

const keyField: CredentialField = {
  name: "access_key_id",
  label: "Access key ID",
  help: "Of an IAM user that was made for this purpose. It begins with AKIA.",
  secret: false,
  required: true,
  placeholder: "AKIA…",
};

const secretField: CredentialField = {
  name: "secret_access_key",
  label: "Secret access key",
  help: "Shown once, when the access key is created.",
  secret: true,
  required: true,
  placeholder: null,
};

const facts: AdapterFacts = {
  provider: "route53",
  fields: [keyField, secretField],
  tokenUrl: "https://console.aws.amazon.com/iam/home#/users/create",
  permissions: `Create an IAM user without console access, with an access key and this policy alone (ZONE is the ID of your hosted zone): {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"route53:ListHostedZonesByName","Resource":"*"},{"Effect":"Allow","Action":["route53:ListResourceRecordSets","route53:ChangeResourceRecordSets"],"Resource":"arn:aws:route53:::hostedzone/ZONE"}]}. With “route53:ListHostedZones” on "*" as well, Latchkey can list your zones.`,
  gates: [],
  types: ["A", "AAAA", "CAA", "CNAME", "MX", "SRV", "TXT"],
  minTtl: 0,
  batch: 100,
  // Five a second for the whole AWS account, whoever sends them.
  rate: { requests: 4, seconds: 1 },
  publishedAfterSeconds: 60,
  checkedAt: "2026-11-27",
};

const zonesPerPage = 100;
const setsPerPage = 300;
const maxPages = 100;
/** More names than this are read with the whole zone. */
const maxSingleNames = 4;
/** What one request may hold is 1,000 values and 32,000 characters of them. */
const maxChangeValues = 1_000;
const maxChangeLength = 30_000;
const retrySoonMs = 2_000;

const faultCodes: Record<string, ProviderFaultCode> = {
  InvalidClientTokenId: "credential_invalid",
  UnrecognizedClientException: "credential_invalid",
  SignatureDoesNotMatch: "credential_invalid",
  IncompleteSignature: "credential_invalid",
  MissingAuthenticationToken: "credential_invalid",
  ExpiredToken: "credential_invalid",
  AccessDenied: "permission_missing",
  AccessDeniedException: "permission_missing",
  NoSuchHostedZone: "zone_not_here",
  PriorRequestNotComplete: "rate_limited",
  Throttling: "rate_limited",
  ThrottlingException: "rate_limited",
};

export const route53: Adapter = {
  facts,
  connect(credential, { http, now, delegatedNameservers, baseUrl = "https://route53.amazonaws.com" }) {
    const accessKeyId = credentialValue(credential, keyField);
    const secretAccessKey = credentialValue(credential, secretField);
    const sentSets = createSentSets<readonly XmlElement[]>();

    async function call(method: ProviderRequest["method"], path: string, body?: string): Promise<XmlElement> {
      const response = await http.send(await sign(method, `${baseUrl}/2013-04-01${path}`, body));
      const root = readXml(response.body);
      if (response.status < 300 && root !== null) return root;
      throw faultOf(response, root);
    }

    async function sign(method: ProviderRequest["method"], url: string, body?: string): Promise<ProviderRequest> {
      const content = body === undefined ? {} : { body, headers: { "content-type": "text/xml" } };
      const datetime = now()
        .toISOString()
        .replace(/[:-]|\.\d{3}/g, "");
      const place = { service: "route53", region: "us-east-1" };
      const signer = new AwsV4Signer({ method, url, ...content, accessKeyId, secretAccessKey, datetime, ...place });
      const { headers } = await signer.sign();
      return { method, url, headers: Object.fromEntries(headers), ...(body !== undefined && { body }) };
    }

    function faultOf(response: ProviderResponse, root: XmlElement | null): ProviderFault {
      const name = (root && textOf(root, "Error/Code")) ?? root?.name ?? "";
      const said = saidWithout([secretAccessKey], root === null ? undefined : wordsOf(root));
      const common = faultOfStatus(response, said, now());
      const code = name === "InvalidChangeBatch" ? codeOfRefusal(said ?? "") : faultCodes[name];
      if (code === undefined) return common;
      const retryAfterMs = code === "rate_limited" ? (common.retryAfterMs ?? retrySoonMs) : undefined;
      return new ProviderFault(code, { said, status: response.status, retryAfterMs });
    }

    /** The nameservers of a zone cost a request: asked where several zones have its name. */
    async function nameserversOf(zone: Zone): Promise<Zone> {
      const path = `/hostedzone/${zone.id}/rrset?name=${encodeStrictly(`${zone.name}.`)}&type=NS&maxitems=1`;
      const [first] = elementsAt(await call("GET", path), "ResourceRecordSets/ResourceRecordSet");
      if (first === undefined || textOf(first, "Type") !== "NS") return zone;
      return { ...zone, nameservers: valuesOf(first).map(normaliseName) };
    }

    async function listPages(zone: Zone, start: string, isWanted: (set: XmlElement) => boolean): Promise<XmlElement[]> {
      const sets: XmlElement[] = [];
      let from = start;
      for (let page = 0; page < maxPages; page += 1) {
        const root = await call("GET", `/hostedzone/${zone.id}/rrset?${from}maxitems=${setsPerPage}`);
        const found = elementsAt(root, "ResourceRecordSets/ResourceRecordSet");
        const wanted = found.filter(isWanted);
        sets.push(...wanted);
        const next = ["NextRecordName", "NextRecordType", "NextRecordIdentifier"].map((name) => textOf(root, name));
        const isLast = textOf(root, "IsTruncated") !== "true" || wanted.length < found.length;
        if (isLast) return sets;
        const [name, type, identifier] = next.map((text) => encodeStrictly(text ?? ""));
        from = `name=${name}&type=${type}&${identifier ? `identifier=${identifier}&` : ""}`;
      }
      throw new ProviderFault("read_incomplete");
    }

    const api: SetApi = {
      async listZones() {
        const zones: Zone[] = [];
        let marker = "";
        try {
          for (let page = 0; page < maxPages; page += 1) {
            const from = marker === "" ? "" : `marker=${encodeStrictly(marker)}&`;
            const root = await call("GET", `/hostedzone?${from}maxitems=${zonesPerPage}`);
            zones.push(...publicZonesIn(root));
            marker = textOf(root, "NextMarker") ?? "";
            if (textOf(root, "IsTruncated") !== "true" || marker === "") return { zones, complete: true };
          }
        } catch (error) {
          // The least privilege that suffices does not include the list.
          if (!(error instanceof ProviderFault) || error.code !== "permission_missing") throw error;
        }
        return { zones, complete: false };
      },

      async findZoneAt(name) {
        // The list starts at the name, and goes on with the names after it.
        const query = `dnsname=${encodeStrictly(`${name}.`)}&maxitems=${zonesPerPage}`;
        const zones = publicZonesIn(await call("GET", `/hostedzonesbyname?${query}`)).filter(
          (zone) => zone.name === name,
        );
        const [only, ...others] = zones;
        if (only === undefined || others.length === 0) return only ?? null;
        const known: Zone[] = [];
        for (const zone of zones) known.push(await nameserversOf(zone));
        return chooseZone(known, (await delegatedNameservers?.(name)) ?? null);
      },

      async listSets(zone, names) {
        if (names.length > maxSingleNames) return setsOf(await listPages(zone, "", () => true));
        const found: XmlElement[] = [];
        for (const name of names) {
          const start = `name=${encodeStrictly(`${name}.`)}&`;
          found.push(...(await listPages(zone, start, (set) => readName(textOf(set, "Name") ?? "") === name)));
        }
        return setsOf(found);
      },

      writeSet: (zone, write) => writeSets(zone, [write]),
      writeSets,
    };

    function setsOf(elements: readonly XmlElement[]): ProviderSet[] {
      const groups = new Map<string, XmlElement[]>();
      for (const element of elements) {
        const key = `${readName(textOf(element, "Name") ?? "")} ${textOf(element, "Type")}`;
        groups.set(key, [...(groups.get(key) ?? []), element]);
      }
      return [...groups.values()].flatMap((group) => {
        const [first] = group;
        return first === undefined ? [] : [sentSets.keep(setOf(first, group), group)];
      });
    }

    /** Deleting exactly what was read, and creating what is to be, fails as a whole where the set has changed since. */
    async function writeSets(zone: Zone, writes: readonly SetWrite[]): Promise<void> {
      for (const part of inRequests(writes)) {
        const changes = part.flatMap(({ before, after }) => {
          const [sent] = before === null ? [] : sentSets.of(before);
          return [
            ...(sent === undefined ? [] : [changeXml("DELETE", setXml(sent))]),
            ...(after === null ? [] : [changeXml("CREATE", newSetXml(after, sent))]),
          ];
        });
        const body = `<ChangeResourceRecordSetsRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ChangeBatch><Changes>${changes.join("")}</Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`;
        await call("POST", `/hostedzone/${zone.id}/rrset/`, body);
      }
    }

    return createSetDriver(api, facts);
  },
};

function publicZonesIn(root: XmlElement): Zone[] {
  return elementsAt(root, "HostedZones/HostedZone")
    .filter((zone) => textOf(zone, "Config/PrivateZone") !== "true")
    .map((zone) => ({
      id: encodeStrictly((textOf(zone, "Id") ?? "").replace(/^\/hostedzone\//, "")),
      name: readName(textOf(zone, "Name") ?? ""),
      nameservers: null,
    }));
}

/** Aliases, and sets that are one of several for weights, places or health, cannot be written by their values. */
function setOf(first: XmlElement, group: readonly XmlElement[]): ProviderSet {
  const type = textOf(first, "Type") ?? "";
  const values = group.flatMap((element) => {
    const alias = textOf(element, "AliasTarget/DNSName");
    return alias === null ? valuesOf(element) : [alias];
  });
  const isPlain = group.length === 1 && first.children.every(({ name }) => plainElements.includes(name));
  return {
    name: readName(textOf(first, "Name") ?? ""),
    type,
    ttl: Number(textOf(first, "TTL") ?? 0),
    values: values.map((value) => canonicalValue(type, value)),
    ...(!isPlain && { locked: true }),
  };
}

const plainElements = ["Name", "Type", "TTL", "ResourceRecords"];

function valuesOf(set: XmlElement): string[] {
  const records = elementsAt(set, "ResourceRecords/ResourceRecord");
  return records.map((record) => textOf(record, "Value") ?? "");
}

/** Characters other than letters, digits, `-`, `_` and `.` are sent as `\052`. */
function readName(text: string): string {
  const decoded = text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
  return normaliseName(decoded);
}

function setXml(set: XmlElement): string {
  const name = textOf(set, "Name") ?? "";
  return recordSetXml(name, textOf(set, "Type") ?? "", textOf(set, "TTL") ?? "", valuesOf(set));
}

function newSetXml({ name, type, ttl, values }: SetWrite["after"] & object, sent: XmlElement | undefined): string {
  const repeated = repeatValues(
    values,
    sent === undefined ? [] : valuesOf(sent),
    (value) => canonicalValue(type, value),
    (value) => presentationValue(type, value),
  );
  return recordSetXml(`${name}.`, type, String(ttl), repeated);
}

function recordSetXml(name: string, type: string, ttl: string, values: readonly string[]): string {
  const records = values.map((value) => `<ResourceRecord><Value>${escapeXml(value)}</Value></ResourceRecord>`);
  return `<ResourceRecordSet><Name>${escapeXml(name)}</Name><Type>${escapeXml(type)}</Type><TTL>${escapeXml(ttl)}</TTL><ResourceRecords>${records.join("")}</ResourceRecords></ResourceRecordSet>`;
}

function changeXml(action: "CREATE" | "DELETE", set: string): string {
  return `<Change><Action>${action}</Action>${set}</Change>`;
}

/** Batches that are within what one request may hold. */
function inRequests(writes: readonly SetWrite[]): SetWrite[][] {
  const requests: SetWrite[][] = [];
  let count = 0;
  let length = 0;
  for (const write of writes) {
    const values = [...(write.before?.values ?? []), ...(write.after?.values ?? [])];
    // Octets may be escaped to four characters each, in strings of 255.
    const size = values.reduce((sum, value) => sum + value.length + 10, 0);
    const fits = count + values.length <= maxChangeValues && length + size <= maxChangeLength;
    if (requests.length === 0 || !fits) {
      requests.push([]);
      count = 0;
      length = 0;
    }
    requests.at(-1)?.push(write);
    count += values.length;
    length += size;
  }
  return requests;
}

/** `Tried to delete … but it was not found`, `… but the values provided do not match …`, `Tried to create … already exists`. */
function codeOfRefusal(said: string): ProviderFaultCode {
  if (/but it was not found|do not match the current values|but it already exists/i.test(said))
    return "read_incomplete";
  return /conflicts with other records/i.test(said) ? "conflict_existing" : "record_refused";
}

function wordsOf(root: XmlElement): string {
  const messages = elementsAt(root, "Messages/Message").map(({ text }) => text);
  return textOf(root, "Error/Message") ?? textOf(root, "Message") ?? messages.join(" ");
}

/** As RFC 3986 has it: signatures are made of the query in this form. */
function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function textOf(element: XmlElement, path: string): string | null {
  return elementsAt(element, path)[0]?.text ?? null;
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
