/** Pure data, without imports: the browser uses it too. */

export type ProviderCapabilities = {
  /** `*.example.com` can be published. */
  wildcard: boolean;
  /** ALIAS, ANAME or a flattened CNAME at the apex, with a foreign hostname as its target. */
  apexFlattening: boolean;
  /** Known to offer Domain Connect (domainconnect.org); a single domain says so itself at `_domainconnect`. */
  domainConnect: boolean;
};

export type Provider = {
  /** Stable: stored with connections. At most 40 characters. */
  key: string;
  name: string;
  /** Ends of their nameservers' names, on label boundaries; `#` stands for one or more digits. */
  nameserverSuffixes: readonly string[];
  /** The same nameservers serve customers of other companies too: in a mixed set they yield to every other provider. */
  sharedNameservers: boolean;
  /** Key of the provider on whose nameservers its zones are, where it has none of its own. */
  nameserversOf: string | null;
  /** The contact in the SOA record of its zones (RFC 1035's RNAME), which distinguishes them on shared nameservers. */
  soaContact: string | null;
  capabilities: ProviderCapabilities;
  /** Where people edit their zone, or sign in to do so. `{domain}` stands for the zone's name. */
  dnsPageUrl: string;
  /** What the form there takes as the host of a record; null where that is not known. */
  hostLabelStyle: "relative" | "fqdn" | null;
  /** What people should know before they look for their zone there. */
  notes: string | null;
};

type Facts = {
  name: string;
  ns: readonly string[];
  url: string;
  flattens?: true;
  domainConnect?: true;
  noWildcard?: true;
  host?: "relative" | "fqdn";
  shared?: true;
  nameserversOf?: string;
  soaContact?: string;
  notes?: string;
};

const facts: Record<string, Facts> = {
  cloudflare: {
    name: "Cloudflare",
    ns: ["ns.cloudflare.com", "foundationdns.com", "foundationdns.net", "foundationdns.org"],
    url: "https://dash.cloudflare.com/?to=/:account/{domain}/dns/records",
    flattens: true,
    domainConnect: true,
    host: "relative",
    notes: "Set the record to “DNS only” (grey cloud): a proxied record hides the one that was asked for.",
  },
  route53: {
    name: "Amazon Route 53",
    ns: ["awsdns-#.com", "awsdns-#.net", "awsdns-#.org", "awsdns-#.co.uk"],
    url: "https://console.aws.amazon.com/route53/v2/hostedzones",
    host: "relative",
    notes:
      "Its alias records point at AWS resources and at names of the same zone only. It wants the value of a TXT record in double quotes.",
  },
  google_cloud_dns: {
    name: "Google Cloud DNS",
    ns: ["googledomains.com"],
    url: "https://console.cloud.google.com/net-services/dns/zones",
    flattens: true,
    host: "relative",
    shared: true,
    notes: "Domains from the former Google Domains use the same nameservers: those are edited at Squarespace.",
  },
  azure_dns: {
    name: "Azure DNS",
    ns: ["azure-dns.com", "azure-dns.net", "azure-dns.org", "azure-dns.info"],
    url: "https://portal.azure.com/#browse/Microsoft.Network%2FdnsZones",
    host: "relative",
    notes: "Its alias records point at Azure resources only.",
  },
  godaddy: {
    name: "GoDaddy",
    ns: ["domaincontrol.com", "secureserver.net"],
    url: "https://dcc.godaddy.com/control/portfolio/{domain}/settings?tab=dns",
    domainConnect: true,
    host: "relative",
  },
  namecheap: {
    name: "Namecheap",
    ns: ["registrar-servers.com", "namecheaphosting.com"],
    url: "https://ap.www.namecheap.com/Domains/DomainControlPanel/{domain}/advancedns",
    flattens: true,
    host: "relative",
  },
  gandi: {
    name: "Gandi",
    ns: ["gandi.net"],
    url: "https://admin.gandi.net/domain/",
    flattens: true,
    host: "relative",
  },
  ovh: {
    name: "OVHcloud",
    ns: ["ovh.net", "ovh.ca", "anycast.me"],
    url: "https://www.ovh.com/manager/#/web/zone",
    host: "relative",
  },
  ionos: {
    name: "IONOS",
    ns: ["ui-dns.com", "ui-dns.de", "ui-dns.org", "ui-dns.biz"],
    url: "https://my.ionos.com/domain-dns-settings/{domain}",
    domainConnect: true,
    host: "relative",
  },
  hetzner: {
    name: "Hetzner",
    ns: ["ns.hetzner.com", "ns.hetzner.de", "your-server.de", "first-ns.de", "second-ns.de", "second-ns.com"],
    url: "https://console.hetzner.com/projects",
    host: "relative",
    notes: "Zones of web hosting are edited in konsoleH, zones of dedicated servers in Robot.",
  },
  digitalocean: {
    name: "DigitalOcean",
    ns: ["digitalocean.com"],
    url: "https://cloud.digitalocean.com/networking/domains/{domain}",
    host: "relative",
  },
  dnsimple: {
    name: "DNSimple",
    ns: ["dnsimple.com", "dnsimple-edge.com", "dnsimple-edge.net", "dnsimple-edge.io", "dnsimple-edge.org"],
    url: "https://dnsimple.com/dashboard",
    flattens: true,
    host: "relative",
  },
  ns1: {
    name: "NS1",
    ns: ["nsone.net"],
    url: "https://my.nsone.net/",
    flattens: true,
    shared: true,
    notes: "Netlify DNS runs on the same nameservers: a domain of Netlify is edited at app.netlify.com.",
  },
  netlify: {
    name: "Netlify",
    // Its zones are served by NS1's nameservers, which say nothing about who sold the service.
    ns: [],
    nameserversOf: "ns1",
    soaContact: "domains+netlify.netlify.com",
    url: "https://app.netlify.com/teams/-/dns",
    host: "relative",
    notes: "Its zones are on the nameservers of NS1.",
  },
  dyn: {
    name: "Oracle Dyn",
    ns: ["dynect.net"],
    url: "https://portal.dynect.net/",
    flattens: true,
  },
  oracle_cloud: {
    name: "Oracle Cloud DNS",
    ns: ["dns.oraclecloud.net"],
    url: "https://cloud.oracle.com/",
    flattens: true,
    host: "relative",
  },
  porkbun: {
    name: "Porkbun",
    ns: ["porkbun.com"],
    url: "https://porkbun.com/account/domainsSpeedy",
    flattens: true,
    host: "relative",
  },
  linode: {
    name: "Linode (Akamai Cloud)",
    ns: ["linode.com"],
    url: "https://cloud.linode.com/domains",
    host: "relative",
  },
  vultr: { name: "Vultr", ns: ["vultr.com"], url: "https://my.vultr.com/dns/", host: "relative" },
  name_com: {
    name: "Name.com",
    ns: ["name.com"],
    url: "https://www.name.com/account/domain",
    flattens: true,
    host: "relative",
  },
  vercel: {
    name: "Vercel",
    ns: ["vercel-dns.com"],
    url: "https://vercel.com/dashboard/domains",
    flattens: true,
    host: "relative",
  },
  desec: {
    name: "deSEC",
    ns: ["desec.io", "desec.org"],
    url: "https://desec.io/domains/{domain}",
    host: "relative",
  },
  squarespace: {
    name: "Squarespace",
    ns: ["squarespacedns.com"],
    url: "https://account.squarespace.com/domains",
    domainConnect: true,
    host: "relative",
  },
  wix: { name: "Wix", ns: ["wixdns.net"], url: "https://manage.wix.com/account/domains", host: "relative" },
  wordpress_com: {
    name: "WordPress.com",
    ns: ["wordpress.com"],
    url: "https://wordpress.com/domains/manage",
    domainConnect: true,
    noWildcard: true,
    host: "relative",
    notes: "Wildcard records are made by its support only.",
  },
  hover: {
    name: "Hover",
    ns: ["hover.com"],
    url: "https://www.hover.com/control_panel",
    host: "relative",
  },
  dynadot: {
    name: "Dynadot",
    ns: ["dyna-ns.net", "dynadot.com"],
    url: "https://www.dynadot.com/account/domain/name/list.html",
    host: "relative",
  },
  network_solutions: {
    name: "Network Solutions",
    ns: ["worldnic.com"],
    url: "https://www.networksolutions.com/my-account/",
    host: "relative",
  },
  bluehost: { name: "Bluehost", ns: ["bluehost.com"], url: "https://my.bluehost.com/", host: "relative" },
  hostgator: {
    name: "HostGator",
    ns: ["hostgator.com", "websitewelcome.com"],
    url: "https://portal.hostgator.com/",
  },
  dreamhost: { name: "DreamHost", ns: ["dreamhost.com"], url: "https://panel.dreamhost.com/", host: "relative" },
  siteground: { name: "SiteGround", ns: ["siteground.net", "sgvps.net"], url: "https://my.siteground.com/" },
  a2_hosting: { name: "A2 Hosting", ns: ["a2hosting.com"], url: "https://my.a2hosting.com/" },
  hostinger: {
    name: "Hostinger",
    ns: ["dns-parking.com", "hostinger.com"],
    url: "https://hpanel.hostinger.com/domains",
    flattens: true,
    host: "relative",
  },
  inmotion: {
    name: "InMotion Hosting",
    ns: ["inmotionhosting.com"],
    url: "https://secure1.inmotionhosting.com/amp",
  },
  namesilo: {
    name: "NameSilo",
    ns: ["dnsowl.com"],
    url: "https://www.namesilo.com/account_domains.php",
    host: "relative",
  },
  namebright: { name: "NameBright", ns: ["namebrightdns.com"], url: "https://www.namebright.com/" },
  domain_com: { name: "Domain.com", ns: ["domain.com"], url: "https://www.domain.com/" },
  spaceship: {
    name: "Spaceship",
    ns: ["spaceship.net"],
    url: "https://www.spaceship.com/application/advanced-dns-application/",
    flattens: true,
    host: "relative",
  },
  epik: { name: "Epik", ns: ["epik.com"], url: "https://registrar.epik.com/" },
  enom: { name: "Enom", ns: ["name-services.com"], url: "https://www.enom.com/", host: "relative" },
  opensrs: {
    name: "OpenSRS (Tucows)",
    ns: ["systemdns.com"],
    url: "https://manage.opensrs.com/",
    notes: "Sold through resellers: the customer edits the zone at the company that sold the domain.",
  },
  strato: { name: "STRATO", ns: ["rzone.de"], url: "https://www.strato.de/apps/CustomerService", host: "relative" },
  one_blu: { name: "1blu", ns: ["1blu.de"], url: "https://ksb.1blu.de/" },
  united_domains: {
    name: "united-domains",
    ns: ["udag.de", "udag.net", "udag.org"],
    url: "https://www.united-domains.de/portfolio/",
    host: "relative",
  },
  inwx: {
    name: "INWX",
    ns: ["inwx.de", "inwx.eu", "inwx.com", "inwx.net"],
    url: "https://www.inwx.com/en/domain",
    flattens: true,
  },
  netcup: {
    name: "netcup",
    ns: ["netcup.net"],
    url: "https://www.customercontrolpanel.de/domains.php",
    host: "relative",
  },
  all_inkl: { name: "ALL-INKL.COM", ns: ["kasserver.com"], url: "https://kas.all-inkl.com/", host: "relative" },
  mittwald: { name: "mittwald", ns: ["agenturserver.de"], url: "https://studio.mittwald.de/" },
  internetx: {
    name: "InterNetX",
    ns: ["ns14.net", "ns15.net"],
    url: "https://login.autodns.com/",
    flattens: true,
    notes: "Sold through resellers: the customer edits the zone at the company that sold the domain.",
  },
  world4you: { name: "World4You", ns: ["world4you.at"], url: "https://my.world4you.com/" },
  hostpoint: { name: "Hostpoint", ns: ["hostpoint.ch"], url: "https://admin.hostpoint.ch/" },
  infomaniak: {
    name: "Infomaniak",
    ns: ["infomaniak.ch", "infomaniak.com"],
    url: "https://manager.infomaniak.com/",
    host: "relative",
  },
  transip: {
    name: "TransIP",
    ns: ["transip.net", "transip.nl", "transip.eu"],
    url: "https://www.transip.nl/cp/",
    flattens: true,
    host: "relative",
  },
  openprovider: {
    name: "Openprovider",
    ns: ["openprovider.nl", "openprovider.be", "openprovider.eu"],
    url: "https://cp.openprovider.eu/",
    notes: "Sold through resellers: the customer edits the zone at the company that sold the domain.",
  },
  combell: { name: "Combell", ns: ["combell.net", "combell.eu"], url: "https://my.combell.com/", host: "relative" },
  loopia: { name: "Loopia", ns: ["loopia.se"], url: "https://customerzone.loopia.com/" },
  one_com: { name: "one.com", ns: ["one.com"], url: "https://www.one.com/admin/", host: "relative" },
  simply_com: {
    name: "Simply.com",
    ns: ["simply.com", "unoeuro.com"],
    url: "https://www.simply.com/controlpanel/",
    host: "relative",
  },
  domeneshop: { name: "Domeneshop", ns: ["hyp.net"], url: "https://domene.shop/admin", host: "relative" },
  zone_eu: { name: "Zone.eu", ns: ["zone.eu", "zone.ee", "zonedata.net"], url: "https://my.zone.eu/" },
  fasthosts: { name: "Fasthosts", ns: ["livedns.co.uk"], url: "https://admin.fasthosts.co.uk/" },
  reg_123: { name: "123 Reg", ns: ["123-reg.co.uk"], url: "https://www.123-reg.co.uk/secure/cpanel/" },
  mythic_beasts: {
    name: "Mythic Beasts",
    ns: ["mythic-beasts.com"],
    url: "https://www.mythic-beasts.com/customer/domains",
    flattens: true,
    host: "relative",
  },
  register_it: { name: "Register.it", ns: ["register.it"], url: "https://controlpanel.register.it/" },
  aruba: {
    name: "Aruba",
    ns: ["technorail.com", "arubadns.net", "arubadns.cz", "arubadns.com"],
    url: "https://admin.aruba.it/",
  },
  arsys: { name: "Arsys", ns: ["servidoresdns.net"], url: "https://pdc.arsys.es/" },
  dinahosting: { name: "dinahosting", ns: ["dinahosting.com"], url: "https://panel.dinahosting.com/" },
  scaleway: {
    name: "Scaleway",
    ns: ["dom.scw.cloud"],
    url: "https://console.scaleway.com/domains",
    flattens: true,
    host: "relative",
  },
  eurodns: { name: "EuroDNS", ns: ["eurodns.com"], url: "https://my.eurodns.com/" },
  joker: { name: "Joker.com", ns: ["ns.joker.com"], url: "https://joker.com/" },
  forpsi: {
    name: "FORPSI",
    ns: ["forpsi.net", "forpsi.cz", "forpsi.it", "forpsi.us"],
    url: "https://admin.forpsi.com/",
  },
  wedos: { name: "WEDOS", ns: ["wedos.net", "wedos.com", "wedos.eu", "wedos.cz"], url: "https://client.wedos.com/" },
  active24: { name: "ACTIVE 24", ns: ["active24.cz", "active24.sk"], url: "https://customer.active24.com/" },
  websupport: { name: "Websupport", ns: ["websupport.sk"], url: "https://admin.websupport.sk/" },
  home_pl: { name: "home.pl", ns: ["home.pl"], url: "https://panel.home.pl/" },
  easydns: {
    name: "easyDNS",
    ns: ["easydns.com", "easydns.net", "easydns.org", "easydns.info", "easydns.ca"],
    url: "https://cp.easydns.com/",
    flattens: true,
  },
  cloudns: {
    name: "ClouDNS",
    ns: ["cloudns.net", "cloudns.com", "cloudns.biz", "cloudns.info", "cloudns.uk"],
    url: "https://www.cloudns.net/main/",
    flattens: true,
    host: "relative",
  },
  constellix: {
    name: "Constellix",
    ns: ["constellix.com", "constellix.net"],
    url: "https://manage.constellix.com/",
    flattens: true,
  },
  dns_made_easy: {
    name: "DNS Made Easy",
    ns: ["dnsmadeeasy.com"],
    url: "https://cp.dnsmadeeasy.com/",
    flattens: true,
    host: "relative",
  },
  ultradns: {
    name: "UltraDNS",
    ns: ["ultradns.com", "ultradns.net", "ultradns.org", "ultradns.biz", "ultradns.info", "ultradns.co.uk"],
    url: "https://portal.ultradns.com/",
    flattens: true,
  },
  akamai: {
    name: "Akamai Edge DNS",
    ns: ["akam.net"],
    url: "https://control.akamai.com/",
    notes: "Its apex records point at Akamai's own services only.",
  },
  bunny: { name: "Bunny DNS", ns: ["bunny.net"], url: "https://dash.bunny.net/dns", flattens: true, host: "relative" },
  gcore: {
    name: "Gcore",
    ns: ["gcorelabs.net", "gcdn.services"],
    url: "https://portal.gcore.com/",
    flattens: true,
  },
  rackspace: {
    name: "Rackspace",
    ns: ["stabletransit.com", "rackspace.com"],
    url: "https://login.rackspace.com/",
  },
  alibaba: {
    name: "Alibaba Cloud DNS",
    ns: ["hichina.com", "alidns.com"],
    url: "https://dns.console.aliyun.com/",
    host: "relative",
  },
  dnspod: {
    name: "Tencent DNSPod",
    ns: ["dnspod.net", "dnsv2.com", "dnsv3.com", "dnsv4.com", "dnsv5.com"],
    url: "https://console.dnspod.cn/dns/{domain}/record",
    host: "relative",
  },
  huawei: {
    name: "Huawei Cloud DNS",
    ns: ["huaweicloud-dns.com", "huaweicloud-dns.cn", "huaweicloud-dns.net", "huaweicloud-dns.org"],
    url: "https://console.huaweicloud.com/dns/",
    host: "relative",
  },
  powerdns: {
    name: "PowerDNS",
    ns: [],
    url: "https://doc.powerdns.com/authoritative/",
    host: "fqdn",
    notes:
      "A server of your own, with an API. Its nameservers have names of your own, so they do not show that it is PowerDNS.",
  },
  rfc2136: {
    name: "Dynamic update (RFC 2136)",
    ns: [],
    url: "https://www.rfc-editor.org/rfc/rfc2136",
    host: "fqdn",
    notes:
      "Any server that takes signed updates: BIND, Knot DNS, PowerDNS and others. Its nameservers have names of your own.",
  },
  yandex_360: { name: "Yandex 360", ns: ["yandex.net"], url: "https://admin.yandex.ru/domains", host: "relative" },
  yandex_cloud: { name: "Yandex Cloud DNS", ns: ["yandexcloud.net"], url: "https://console.yandex.cloud/" },
  reg_ru: { name: "REG.RU", ns: ["reg.ru"], url: "https://www.reg.ru/user/account/", host: "relative" },
  ru_center: { name: "RU-CENTER", ns: ["nic.ru"], url: "https://www.nic.ru/manager/", host: "relative" },
  beget: { name: "Beget", ns: ["beget.com", "beget.pro", "beget.ru"], url: "https://cp.beget.com/dns" },
  timeweb: { name: "Timeweb", ns: ["timeweb.ru", "timeweb.org"], url: "https://hosting.timeweb.ru/" },
  locaweb: { name: "Locaweb", ns: ["locaweb.com.br"], url: "https://centraldocliente.locaweb.com.br/" },
  registro_br: { name: "Registro.br", ns: ["auto.dns.br", "sec.dns.br"], url: "https://registro.br/painel/" },
  sakura: { name: "Sakura Internet", ns: ["dns.ne.jp"], url: "https://secure.sakura.ad.jp/" },
  onamae: {
    name: "Onamae.com (GMO)",
    ns: ["dnsv.jp", "onamae.com"],
    url: "https://navi.onamae.com/",
    host: "relative",
  },
  value_domain: { name: "Value Domain", ns: ["value-domain.com"], url: "https://www.value-domain.com/" },
  xserver: { name: "Xserver", ns: ["xserver.jp"], url: "https://secure.xserver.ne.jp/" },
  crazy_domains: {
    name: "Crazy Domains",
    ns: ["crazydomains.com", "syrahost.com"],
    url: "https://www.crazydomains.com/",
  },
  ventraip: {
    name: "VentraIP (Synergy Wholesale)",
    ns: ["nameserver.net.au", "ventraip.net.au"],
    url: "https://vip.ventraip.com.au/",
    notes: "Resellers of Synergy Wholesale use the same nameservers.",
  },
  njalla: {
    name: "Njalla",
    ns: ["njalla.no", "njalla.in", "njalla.fo"],
    url: "https://njal.la/domains/{domain}/",
    host: "relative",
  },
  afraid: { name: "FreeDNS (afraid.org)", ns: ["afraid.org"], url: "https://freedns.afraid.org/domain/" },
  hurricane_electric: { name: "Hurricane Electric", ns: ["he.net"], url: "https://dns.he.net/", flattens: true },
  csc: {
    name: "CSC",
    ns: ["cscdns.net", "cscdns.uk"],
    url: "https://weblogin.cscglobal.com/",
    notes: "Zones are usually edited by the company's own domain team.",
  },
  markmonitor: {
    name: "MarkMonitor",
    ns: ["markmonitor.com"],
    url: "https://www.markmonitor.com/",
    notes: "Zones are usually edited by the company's own domain team.",
  },
};

/**
 * DNS providers, as far as nameservers identify them. From the providers' own documentation and from published NS
 * sets; a provider that is missing here is nothing wrong: the records are the same, only the link and its name are lacking.
 */
export const providers: readonly Provider[] = Object.entries(facts).map(([key, fact]) => ({
  key,
  name: fact.name,
  nameserverSuffixes: fact.ns,
  sharedNameservers: fact.shared ?? false,
  nameserversOf: fact.nameserversOf ?? null,
  soaContact: fact.soaContact ?? null,
  capabilities: {
    wildcard: fact.noWildcard !== true,
    apexFlattening: fact.flattens ?? false,
    domainConnect: fact.domainConnect ?? false,
  },
  dnsPageUrl: fact.url,
  hostLabelStyle: fact.host ?? null,
  notes: fact.notes ?? null,
}));

const byKey: ReadonlyMap<string, Provider> = new Map(providers.map((provider) => [provider.key, provider]));

export function findProvider(key: string): Provider | null {
  return byKey.get(key) ?? null;
}

/** As people know it; the key of one that the catalogue does not have. */
export function providerName(key: string): string {
  return findProvider(key)?.name ?? key;
}
