import type { Adapter, AdapterFacts, CredentialField, Zone } from "@/lib/dns/adapters/adapter";
import { credentialValue, saidWithout } from "@/lib/dns/adapters/credential-values";
import { faultOfStatus } from "@/lib/dns/adapters/fault-of-status";
import { withoutPriority, withPriority } from "@/lib/dns/adapters/priority-field";
import { elementsAt, readXml, type XmlElement } from "@/lib/dns/adapters/read-xml";
import { createZoneDriver, type ZoneApi } from "@/lib/dns/adapters/zone-driver";
import { normaliseName, parentName } from "@/lib/dns/domain-name";
import { isRegistrable } from "@/lib/dns/public-suffix";
import { absoluteName, normalValue, presentationValue, relativeName } from "@/lib/dns/zones/canonical-value";
import { ProviderFault, type ProviderFaultCode } from "@/lib/dns/zones/provider-fault";

const userField: CredentialField = {
  name: "api_user",
  label: "API user",
  help: "Your username at Namecheap.",
  secret: false,
  required: true,
  placeholder: null,
};
const keyField: CredentialField = {
  name: "api_key",
  label: "API key",
  help: "On the page “API access”, after you have switched it on.",
  secret: true,
  required: true,
  placeholder: null,
};
const addressField: CredentialField = {
  name: "client_ip",
  label: "Address of this server",
  help: "The public IPv4 address that you have added to the allow-list at Namecheap. Leave it empty if you do not know it: the error names it.",
  secret: false,
  required: false,
  placeholder: "203.0.113.10",
};

const facts: AdapterFacts = {
  provider: "namecheap",
  fields: [userField, keyField, addressField],
  tokenUrl: "https://ap.www.namecheap.com/settings/tools/apiaccess/",
  permissions:
    "Switch API access on, and add the IPv4 address of your Latchkey server under “Whitelisted IPs”. The key can do everything that your account can, also buy domains; Namecheap has no narrower keys.",
  gates: [
    {
      code: "gate_account_tier",
      text: "Namecheap switches API access on for accounts with 20 domains, a balance of USD 50, or purchases of USD 50 within two years. Until then it answers that API access has not been enabled.",
      url: "https://ap.www.namecheap.com/settings/tools/apiaccess/",
    },
    {
      code: "gate_ip_allowlist",
      text: "Namecheap accepts calls only from the IPv4 addresses on the allow-list of the account, at most 20. Add the address that the error names.",
      url: "https://ap.www.namecheap.com/settings/tools/apiaccess/whitelisted-ips",
    },
    {
      code: "zone_not_here",
      text: "The domain must use Namecheap BasicDNS, PremiumDNS or FreeDNS. With custom nameservers the API refuses.",
      url: "https://ap.www.namecheap.com/domains/list/",
    },
  ],
  // SRV records can be made on the website only; the API neither lists nor keeps them.
  types: ["A", "AAAA", "CAA", "CNAME", "MX", "TXT"],
  minTtl: 60,
  batch: 150,
  rate: { requests: 20, seconds: 60 },
  publishedAfterSeconds: 120,
  checkedAt: "2026-11-28",
};

const setHosts = "namecheap.domains.dns.setHosts";
const maxTtl = 60_000;
const domainsPerPage = 100;
const maxPages = 10;
/** Sent where none is given: Namecheap compares the address of the connection, and names it where it is not allowed. */
const anyAddress = "127.0.0.1";
const limitedForMs = 60_000;

/** What `setHosts` takes, and therefore keeps. */
const redirectTypes = ["ALIAS", "FRAME", "URL", "URL301"];
const knownTypes = ["A", "AAAA", "CAA", "CNAME", "MX", "MXE", "NS", "TXT", ...redirectTypes];

const codes: Readonly<Record<string, ProviderFaultCode>> = {
  "1010101": "credential_invalid",
  "1010102": "credential_invalid",
  "1011102": "credential_invalid",
  "1016103": "credential_invalid",
  "1017101": "credential_invalid",
  "1017103": "credential_invalid",
  "1019103": "credential_invalid",
  "1030408": "credential_invalid",
  "1050900": "credential_invalid",
  "1011150": "gate_ip_allowlist",
  "1017105": "gate_ip_allowlist",
  "1017150": "gate_ip_allowlist",
  "1017410": "gate_account_tier",
  "1017411": "rate_limited",
  "500000": "rate_limited",
  "2011166": "zone_not_here",
  "2016166": "zone_not_here",
  "2019166": "zone_not_here",
  "2030166": "zone_not_here",
  "2030288": "zone_not_here",
  "3050900": "provider_unavailable",
  "4022288": "provider_unavailable",
  "5050900": "provider_unavailable",
};

/** Attributes of a host as they came: `setHosts` gets back what it takes of them, also of types that are unknown here. */
type Host = { name: string; type: string; address: string; mxPref: string; ttl: string };
type NewRow = { name: string; type: string; ttl: number; value: string };
type HostRow = NewRow & { host: Host };
/** `obstacle`: why the zone cannot be written without losing something. */
type Context = { emailType: string; obstacle: string | null };

export const namecheap: Adapter = {
  facts,
  connect(credential, { http, now, baseUrl = "https://api.namecheap.com/xml.response" }) {
    const user = credentialValue(credential, userField);
    const key = credentialValue(credential, keyField);
    const address = credentialValue(credential, addressField) || anyAddress;

    /** @throws ProviderFault read_incomplete: an answer that is not wholly understood */
    async function call(command: string, parameters: Record<string, string>): Promise<XmlElement> {
      const form = { ApiUser: user, ApiKey: key, UserName: user, ClientIp: address, Command: command, ...parameters };
      const { status, headers, body } = await http.send({
        method: "POST",
        url: baseUrl,
        headers: { "content-type": "application/x-www-form-urlencoded", accept: "text/xml" },
        body: new URLSearchParams(form).toString(),
      });
      // Too many calls are answered with 405.
      if (status === 405 || status === 429) {
        const { retryAfterMs } = faultOfStatus({ status, headers }, undefined, now());
        throw new ProviderFault("rate_limited", { status, retryAfterMs: retryAfterMs ?? limitedForMs });
      }
      if (status !== 200) throw faultOfStatus({ status, headers }, undefined, now());
      const answer = readXml(body);
      if (answer?.name !== "ApiResponse") throw new ProviderFault("read_incomplete", { status });
      const [error] = elementsAt(answer, "Errors/Error");
      if (error !== undefined) throw faultOf(error, { isWrite: command === setHosts });
      const [response, ...others] = elementsAt(answer, "CommandResponse");
      const isOf = response?.attributes.Type?.toLowerCase() === command.toLowerCase();
      if (answer.attributes.Status !== "OK" || response === undefined || others.length > 0 || !isOf) {
        throw new ProviderFault("read_incomplete", { status });
      }
      return response;
    }

    function faultOf({ attributes, text }: XmlElement, { isWrite }: { isWrite: boolean }): ProviderFault {
      const said = saidWithout([key], text);
      const code = codes[attributes.Number ?? ""] ?? (isWrite ? "record_refused" : "provider_unavailable");
      const [, named] = /invalid request ip:\s*([0-9a-f.:]+)/i.exec(text) ?? [];
      const wait = code === "rate_limited" ? limitedForMs : undefined;
      return new ProviderFault(code, { said, address: named, retryAfterMs: wait });
    }

    /** null: the account has no such domain. */
    async function findDomain(name: string): Promise<Domain | null> {
      try {
        return readDomain(await call("namecheap.domains.getInfo", { DomainName: name }));
      } catch (error) {
        if (error instanceof ProviderFault && error.code === "zone_not_here") return null;
        throw error;
      }
    }

    /** `unlisted`: what is counted and not listed. */
    async function readCounted(name: string): Promise<{ rows: HostRow[]; context: Context; unlisted: number }> {
      const { hostCount } = readDomain(await call("namecheap.domains.getInfo", { DomainName: name }));
      const read = readHosts(await call("namecheap.domains.dns.getHosts", splitName(name)), name);
      return { ...read, unlisted: hostCount - read.rows.length };
    }

    const api: ZoneApi = {
      async listZones() {
        const zones: Zone[] = [];
        for (let page = 1; page <= maxPages; page += 1) {
          const paging = { Page: String(page), PageSize: String(domainsPerPage) };
          const domains = elementsAt(await call("namecheap.domains.getList", paging), "DomainGetListResult/Domain");
          zones.push(
            ...domains
              .filter(({ attributes }) => isTrue(attributes.IsOurDNS))
              .map(({ attributes }) => zoneOf(attributes.Name ?? "", null)),
          );
          if (domains.length < domainsPerPage) break;
        }
        // Domains that others have shared with the account are not listed.
        return { zones, complete: false };
      },

      async findZoneAt(name) {
        // Its zones are domains as registered; a name below one is answered as an invalid domain.
        if (!isRegistrable(name)) return null;
        const info = await findDomain(name);
        if (info === null) return null;
        if (!info.mayWrite) throw new ProviderFault("permission_missing");
        if (!info.isUsingOurDns) {
          throw new ProviderFault("zone_not_here", { said: "The domain does not use Namecheap's nameservers." });
        }
        return zoneOf(name, info.nameservers);
      },

      async readZone(zone) {
        const read = await readCounted(zone.name);
        if (read.unlisted === 0) return { ...read, complete: true };
        // Somebody may have added a record between the two answers: a second time, it is a record that is never listed.
        const again = await readCounted(zone.name);
        if (again.unlisted > 0 && again.unlisted === read.unlisted) {
          const said = `Namecheap counts records that its API does not list (${read.unlisted}), such as SRV. Writing the zone would delete them.`;
          throw new ProviderFault("zone_read_only", { said });
        }
        return { ...again, complete: again.unlisted === 0 };
      },

      async writeZone(zone, rows, context) {
        const { emailType, obstacle } = context as Context;
        if (obstacle !== null) throw new ProviderFault("zone_read_only", { said: obstacle });
        assertNoRedirect(rows);
        const parameters: Record<string, string> = {
          ...splitName(zone.name),
          EmailType: emailTypeFor(emailType, rows),
        };
        for (const [index, row] of rows.entries()) {
          const host = isHostRow(row) ? row.host : hostOf(row, zone.name);
          parameters[`HostName${index + 1}`] = host.name;
          parameters[`RecordType${index + 1}`] = host.type;
          parameters[`Address${index + 1}`] = host.address;
          parameters[`MXPref${index + 1}`] = host.mxPref;
          parameters[`TTL${index + 1}`] = host.ttl;
        }
        const answer = await call(setHosts, parameters);
        const [result] = elementsAt(answer, "DomainDNSSetHostsResult");
        if (!isTrue(result?.attributes.IsSuccess)) {
          throw new ProviderFault("record_refused", { said: saidWithout([key], result?.text) });
        }
      },
    };
    return createZoneDriver(api, facts);
  },
};

function zoneOf(domain: string, nameservers: readonly string[] | null): Zone {
  const name = normaliseName(domain);
  return { id: name, name, nameservers };
}

/** `example` and `co.uk`: the zone is a domain as registered. */
function splitName(zone: string): { SLD: string; TLD: string } {
  const tld = parentName(zone);
  return { SLD: zone.slice(0, zone.length - tld.length - 1), TLD: tld };
}

type Domain = { isUsingOurDns: boolean; mayWrite: boolean; hostCount: number; nameservers: readonly string[] };

/** @throws ProviderFault read_incomplete */
function readDomain(answer: XmlElement): Domain {
  const info = onlyAt(answer, "DomainGetInfoResult");
  const dns = onlyAt(info, "DnsDetails");
  const hostCount = dns.attributes.HostCount ?? "";
  if (!/^\d{1,6}$/.test(hostCount)) throw new ProviderFault("read_incomplete");
  const rights = elementsAt(info, "Modificationrights");
  const mayWrite =
    isTrue(info.attributes.IsOwner) ||
    rights.some(({ attributes }) => isTrue(attributes.All)) ||
    rights.some(({ children }) => children.some(isRightToHosts));
  return {
    isUsingOurDns: isTrue(dns.attributes.IsUsingOurDNS),
    mayWrite,
    hostCount: Number(hostCount),
    nameservers: elementsAt(dns, "Nameserver").map(({ text }) => normaliseName(text)),
  };
}

function isRightToHosts({ attributes, text }: XmlElement): boolean {
  return attributes.Type?.toLowerCase() === "hosts" && text.toLowerCase() === "ok";
}

/** @throws ProviderFault read_incomplete: anything that is not understood, because what is not sent back is deleted */
function readHosts(answer: XmlElement, zone: string): { rows: HostRow[]; context: Context } {
  const result = onlyAt(answer, "DomainDNSGetHostsResult");
  const { Domain = "", EmailType = "", IsUsingOurDNS } = result.attributes;
  if (IsUsingOurDNS?.toLowerCase() === "false") {
    throw new ProviderFault("zone_not_here", { said: "The domain does not use Namecheap's nameservers." });
  }
  if (!isTrue(IsUsingOurDNS) || normaliseName(Domain) !== zone || EmailType === "" || result.text !== "")
    throw new ProviderFault("read_incomplete");
  const obstacles = new Set<string>();
  const rows = result.children.map(({ name, attributes, children, text }) => {
    const { Name, Type, Address, TTL, MXPref = "10", IsActive, IsDDNSEnabled } = attributes;
    const isHost = name.toLowerCase() === "host" && children.length === 0 && text === "";
    if (
      !isHost ||
      !Name ||
      !Type ||
      Address === undefined ||
      !/^\d{1,10}$/.test(TTL ?? "") ||
      !/^\d{1,5}$/.test(MXPref)
    ) {
      throw new ProviderFault("read_incomplete");
    }
    if (IsActive?.toLowerCase() === "false") obstacles.add(`The record ${Name} ${Type} is switched off.`);
    if (isTrue(IsDDNSEnabled)) obstacles.add(`The record ${Name} ${Type} is updated by Dynamic DNS.`);
    if (!knownTypes.includes(Type)) obstacles.add(`The record ${Name} is of the type ${Type}.`);
    const host = { name: Name, type: Type, address: Address, mxPref: MXPref, ttl: TTL ?? "" };
    const value = normalValue(Type, withPriority(Type, Number(MXPref), Address));
    return { name: absoluteName(Name, zone), type: Type, ttl: Number(TTL), value, host };
  });
  const [first] = obstacles;
  const obstacle = first === undefined ? null : `${first} Namecheap's API cannot write the zone without changing that.`;
  return { rows, context: { emailType: EmailType, obstacle } };
}

function isHostRow(row: NewRow): row is HostRow {
  return "host" in row;
}

function hostOf({ name, type, ttl, value }: NewRow, zone: string): Host {
  if (type === "TXT" && /["\\]/.test(value)) {
    throw new ProviderFault("record_refused", { said: "Namecheap takes no quotes or backslashes in TXT records." });
  }
  const { priority, content } = withoutPriority(type, value);
  return {
    name: relativeName(name, zone, "@"),
    type,
    address: type === "TXT" ? content : presentationValue(type, content),
    mxPref: String(priority ?? 10),
    ttl: String(Math.min(ttl, maxTtl)),
  };
}

/** A redirect answers for its name with addresses of Namecheap's own, beside which ours would be served in turn. */
function assertNoRedirect(rows: readonly NewRow[]): void {
  const added = rows.filter((row) => !isHostRow(row) && ["A", "AAAA", "CNAME"].includes(row.type));
  const other = rows.find(({ name, type }) => redirectTypes.includes(type) && added.some((row) => row.name === name));
  if (other === undefined) return;
  throw new ProviderFault("conflict_existing", { said: `${other.name} has ${other.type} ${other.value}.` });
}

/** The type of mail service decides which MX records are served: ours need the type MX, and another one must not be lost. */
function emailTypeFor(emailType: string, rows: readonly NewRow[]): string {
  const addsMx = rows.some((row) => row.type === "MX" && !isHostRow(row));
  if (!addsMx || emailType === "MX") return emailType;
  if (emailType === "NONE") return "MX";
  throw new ProviderFault("conflict_existing", {
    said: `The domain uses another mail service of Namecheap (${emailType}). Set its mail settings to Custom MX first.`,
  });
}

function onlyAt(element: XmlElement, name: string): XmlElement {
  const [found, ...others] = elementsAt(element, name);
  if (found === undefined || others.length > 0) throw new ProviderFault("read_incomplete");
  return found;
}

function isTrue(attribute: string | undefined): boolean {
  return attribute?.toLowerCase() === "true";
}
