import { isEqualOrBelow, normaliseName } from "@/lib/dns/domain-name";

/**
 * Why a domain is on nameservers that host no zones. `verification`: the registrant's contact data were not confirmed.
 * `expired`: it was not renewed. `suspended`: one of both, or another reason that the registrar gives. `parked`: its
 * nameservers are those of a parking or sales page.
 */
export type HoldKind = "verification" | "expired" | "suspended" | "parked";

export type HoldNameserver = {
  /** The nameserver's name, or one above it. */
  suffix: string;
  /** Who runs it. */
  operator: string;
  kind: HoldKind;
  /** Where the change is made, if it is always the same place. */
  place?: string;
  source: string;
  checkedAt: string;
};

const misp = "github.com/MISP/misp-warninglists, lists/parking-domain-ns (2022 and 2023 versions)";
const reports = "several public incident reports that quote the registry's data";
const checkedAt = "2026-11-28";

/**
 * Data: nameservers to which registrars and domain dealers move a domain. Names that also host customers' zones are not
 * here, whatever they look like: dns-parking.com (Hostinger), dnsowl.com (NameSilo), dyna-ns.net (Dynadot),
 * name-services.com (Enom), registrar-servers.com (Namecheap), domaincontrol.com (GoDaddy), ns1.namebrightdns.com.
 */
export const holdNameservers: readonly HoldNameserver[] = [
  {
    suffix: "verification-hold.suspended-domain.com",
    operator: "PublicDomainRegistry, the registrar behind many resellers (Hostinger, ResellerClub, Beget, Timeweb)",
    kind: "verification",
    place: "Most resellers have a link “verify” or “resend the e-mail” on the domain's page",
    source: "support.hostinger.com/en/articles/1583442, and incident reports of 2026",
    checkedAt,
  },
  {
    suffix: "suspended-domain.com",
    operator: "PublicDomainRegistry, the registrar behind many resellers",
    kind: "suspended",
    source: "support.regway.com/knowledgebase.php?article=2",
    checkedAt,
  },
  {
    suffix: "failed-whois-verification.namecheap.com",
    operator: "Namecheap",
    kind: "verification",
    place: "At Namecheap: Domain List, then “Alert” and “Verify Contacts” beside the domain",
    source: reports,
    checkedAt,
  },
  {
    suffix: "verify-contact-details.namecheap.com",
    operator: "Namecheap",
    kind: "verification",
    place: "At Namecheap: Domain List, then “Alert” and “Verify Contacts” beside the domain",
    source: reports,
    checkedAt,
  },
  {
    suffix: "emailverification.info",
    operator: "CentralNic Reseller (Key-Systems, RRPproxy)",
    kind: "verification",
    place: "The mail comes from noreply@emailverification.info",
    source: misp,
    checkedAt,
  },
  {
    suffix: "renewyourname.net",
    operator: "Tucows (OpenSRS, Hover, Enom)",
    kind: "expired",
    source: `${misp}; ${reports}`,
    checkedAt,
  },
  {
    suffix: "pendingrenewaldeletion.com",
    operator: "Network Solutions and Register.com",
    kind: "expired",
    source: reports,
    checkedAt,
  },
  ...["expirens3.hichina.com", "expirens4.hichina.com"].map((suffix) => ({
    suffix,
    operator: "Alibaba Cloud",
    kind: "expired" as const,
    source: "Alibaba Cloud's documentation, FAQ about the resolution of expired domain names",
    checkedAt,
  })),
  ...["expired1.namebrightdns.com", "expired2.namebrightdns.com"].map((suffix) => ({
    suffix,
    operator: "NameBright",
    kind: "expired" as const,
    source: reports,
    checkedAt,
  })),
  { suffix: "onamae-expired.com", operator: "Onamae (GMO)", kind: "expired", source: reports, checkedAt },
  {
    suffix: "expirationwarning.net",
    operator: "CentralNic Reseller (Key-Systems, RRPproxy, Instra)",
    kind: "suspended",
    source: `${misp}; ${reports}`,
    checkedAt,
  },
  {
    suffix: "expired.uniregistry-dns.com",
    operator: "Uniregistry (GoDaddy)",
    kind: "expired",
    source: misp,
    checkedAt,
  },
  { suffix: "expired.reg.ru", operator: "REG.RU", kind: "expired", source: reports, checkedAt },
  { suffix: "expired.r01.ru", operator: "R01", kind: "expired", source: reports, checkedAt },
  { suffix: "expirepages-kiae-1.nic.ru", operator: "RU-CENTER", kind: "expired", source: reports, checkedAt },
  { suffix: "expired.active.domains", operator: "Active.Domains", kind: "expired", source: reports, checkedAt },
  { suffix: "domainhasexpired.com", operator: "the registrar", kind: "expired", source: misp, checkedAt },
  { suffix: "expiereddnsmanager.com", operator: "the registrar", kind: "expired", source: misp, checkedAt },
  { suffix: "domainrecover.com", operator: "the registrar", kind: "expired", source: `${misp}; ${reports}`, checkedAt },
  ...parkedAt("Sedo", ["sedoparking.com", "sl1.sedo.com", "sl2.sedo.com"]),
  ...parkedAt("Bodis", ["bodis.com"]),
  ...parkedAt("ParkingCrew", ["parkingcrew.net", "fastpark.net"]),
  ...parkedAt("Above.com", ["above.com", "abovedomains.com"]),
  ...parkedAt("Afternic (GoDaddy)", ["afternic.com", "cashparking.com", "namefind.com", "smartname.com"]),
  ...parkedAt("Dan.com (GoDaddy)", ["dan.com", "undeveloped.com"]),
  ...parkedAt("Uniregistry (GoDaddy)", ["uniregistrymarket.link"]),
  ...parkedAt("ParkLogic", ["parklogic.com"]),
  ...parkedAt("HugeDomains", ["hugedomains.com", "hugedomainsdns.com"]),
  ...parkedAt("Efty", ["eftydns.com"]),
  ...parkedAt("BrandBucket", ["brandbucket.com"]),
  ...parkedAt("Atom", ["squadhelp.com", "ns1.atom.com", "ns2.atom.com"]),
  ...parkedAt("DomainMarket", ["domainmarket.com"]),
  ...parkedAt("Nameshift", ["nameshift.com"]),
  ...parkedAt("BuyDomains", ["buydomains.com", "this-domain-for-sale.com"]),
  ...parkedAt("PerfectDomain", ["perfectdomain.com"]),
  ...parkedAt("Dynadot's parking", ["park1.dynadot.com", "park2.dynadot.com"]),
  ...parkedAt("DNParking", ["dnparking.com"]),
  ...parkedAt("OVHcloud's parking", ["parking1.ovh.net", "parking2.ovh.net"]),
  ...parkedAt("EnCirca's parking", ["park1.encirca.net", "park2.encirca.net"]),
  ...parkedAt("Internet Vikings' parking", ["parkdns1.internetvikings.com", "parkdns2.internetvikings.com"]),
  ...parkedAt("a parking service", [
    "dsredirection.com",
    "dsredirects.com",
    "ztomy.com",
    "sslparking.com",
    "parktons.com",
    "parkingspa.com",
    "parking-page.net",
    "snparking.ru",
    "domainparking.ru",
    "domainprofi.de",
    "voodoo.com",
  ]),
];

function parkedAt(operator: string, suffixes: readonly string[]): HoldNameserver[] {
  return suffixes.map((suffix) => ({ suffix, operator, kind: "parked", source: misp, checkedAt }));
}

/** Words in a name that say it, for the servers that are not in the table. */
const words: readonly { kind: HoldKind; pattern: RegExp }[] = [
  {
    kind: "verification",
    pattern: /(^|[.-])(verification-?hold|(failed-)?(whois|icann|raa|email|contact|registrant)-?verif\w*)([.-]|\d|$)/,
  },
  {
    kind: "expired",
    pattern:
      /(^|[.-])(expired?(-?(ns|dns|domain|domains|page|pages))?|domain-?expired|redemption|pending-?(delete|deletion|renewal))\d*([.-]|$)/,
  },
  {
    kind: "suspended",
    pattern:
      /(^|[.-])(suspend(ed)?(-?(ns|dns|domain|domains|page))?|client-?hold|server-?hold|registr(ar|y)-?hold|domain-?(on-)?hold)\d*([.-]|$)/,
  },
];

/** `inTable` false: recognised by words in the name alone. */
export type Hold = { kind: HoldKind; nameserver: string; operator: string; place: string | null; inTable: boolean };

/**
 * The hold that the nameservers of a domain mean; null: they host zones, as far as their names say. Pure. Half of them or
 * more have to be of that kind: registrars replace them all. A nameserver inside the domain itself is its owner's.
 */
export function findHold(nameservers: readonly string[], domain: string): Hold | null {
  const names = [...new Set(nameservers.map(normaliseName))];
  const holds = names.flatMap((name) => (isEqualOrBelow(name, domain) ? [] : (holdOf(name) ?? [])));
  const [first] = holds.toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
  return first !== undefined && holds.length * 2 >= names.length ? first : null;
}

/** What says most comes first. */
const order: readonly HoldKind[] = ["verification", "expired", "suspended", "parked"];

function holdOf(nameserver: string): Hold | null {
  // The longest suffix first: a row for one name of a company is more exact than the one for all.
  const rows = holdNameservers.filter(({ suffix }) => isEqualOrBelow(nameserver, suffix));
  const [row] = rows.toSorted((one, other) => other.suffix.length - one.suffix.length);
  if (row !== undefined) {
    return { kind: row.kind, nameserver, operator: row.operator, place: row.place ?? null, inTable: true };
  }
  const word = words.find(({ pattern }) => pattern.test(nameserver));
  return word === undefined
    ? null
    : { kind: word.kind, nameserver, operator: "the registrar", place: null, inTable: false };
}
