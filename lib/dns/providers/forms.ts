import type { ProviderForm } from "@/lib/dns/providers/schema";

/** Where a form's words were read: on the provider's own pages, in the provider's own source code, or in guides by others. */
export type FormSource = "help" | "code" | "guides";

/** A label that depends on the record's type is written as all of them: `Target / Content`. */
type Facts = Omit<ProviderForm, "checkedAt" | "hints"> & {
  hints?: ProviderForm["hints"];
  source: FormSource;
  /** Pages of the provider; guides by others are named in docs/dns-providers.md. */
  pages?: readonly string[];
};

const checkedAt = "2026-11-29";

/** Nothing is here that no page says, but for the labels with a comment: a provider whose words could not be read has no row. */
const facts: Record<string, Facts> = {
  cloudflare: {
    path: ["{domain}", "DNS", "Records"],
    addButton: "Add record",
    fields: { type: "Type", host: "Name", value: "Target / Content", ttl: "TTL" },
    saveButton: "Save",
    rootHost: "@",
    hints: ["proxy_off"],
    source: "help",
    pages: ["https://developers.cloudflare.com/dns/manage-dns-records/how-to/create-dns-records/"],
  },
  godaddy: {
    path: ["Domain Portfolio", "{domain}", "DNS"],
    addButton: "Add New Record",
    fields: { type: "Type", host: "Name", value: "Value", ttl: "TTL" },
    saveButton: "Save",
    rootHost: "@",
    hints: ["adds_domain"],
    source: "guides",
  },
  namecheap: {
    path: ["Domain List", "Manage", "Advanced DNS"],
    addButton: "Add New Record",
    fields: { type: "Type", host: "Host", value: "Value", ttl: "TTL" },
    saveButton: "Save Changes",
    rootHost: "@",
    hints: ["adds_domain"],
    source: "help",
    pages: [
      "https://www.namecheap.com/support/knowledgebase/article.aspx/9646/10/how-can-i-set-up-a-cname-record-for-my-domain",
    ],
  },
  squarespace: {
    path: ["Domains", "{domain}", "DNS", "DNS Settings"],
    addButton: "Add record",
    fields: { type: "Type", host: "Host", value: "Data", ttl: null },
    saveButton: "Save",
    rootHost: "@",
    source: "guides",
  },
  route53: {
    path: ["Hosted zones", "{domain}"],
    addButton: "Create record",
    fields: { type: "Record type", host: "Record name", value: "Value", ttl: "TTL" },
    saveButton: "Create records",
    rootHost: "",
    source: "help",
    pages: ["https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-creating.html"],
  },
  ionos: {
    path: ["Domains & SSL", "{domain}", "DNS"],
    addButton: "Add record",
    fields: { type: "Type", host: "Host name", value: "Points to / Value", ttl: "TTL" },
    saveButton: "Save",
    rootHost: "@",
    source: "help",
    pages: [
      "https://www.ionos.com/help/domains/configuring-cname-records-for-subdomains/configuring-a-cname-record-for-a-subdomain",
    ],
  },
  hostinger: {
    path: ["Domains", "{domain}", "DNS / Nameservers", "Manage DNS records"],
    addButton: "",
    fields: { type: "Type", host: "Name", value: "Points to / TXT value", ttl: "TTL" },
    saveButton: "Add record",
    rootHost: "@",
    source: "guides",
  },
  wix: {
    path: ["Domains", "{domain}", "Manage DNS Records"],
    addButton: "Add Record",
    fields: { type: "", host: "Host Name", value: "Points to / TXT Value", ttl: "TTL" },
    saveButton: "Save",
    rootHost: "",
    source: "guides",
  },
  ovh: {
    path: ["Web Cloud", "Domain names", "{domain}", "DNS zone"],
    addButton: "Add an entry",
    fields: { type: "", host: "Sub-domain", value: "Target / Value", ttl: "TTL" },
    saveButton: "Confirm",
    rootHost: "",
    hints: ["trailing_dot"],
    source: "help",
    pages: ["https://docs.ovhcloud.com/en/guides/web-cloud/domains/dns-zone-edit"],
  },
  google_cloud_dns: {
    path: ["Cloud DNS", "Zones", "{domain}"],
    addButton: "Add standard",
    // The page names all but the value's labels, which are as the console has them.
    fields: { type: "Resource record type", host: "DNS name", value: "Canonical name / TXT data", ttl: "TTL" },
    saveButton: "Create",
    rootHost: "",
    hints: ["adds_domain"],
    source: "help",
    pages: ["https://cloud.google.com/dns/docs/records"],
  },
  azure_dns: {
    path: ["DNS zones", "{domain}"],
    addButton: "+ Record set",
    // The page shows an A record: the labels of other values are as the portal has them.
    fields: { type: "Type", host: "Name", value: "Alias / Value", ttl: "TTL" },
    saveButton: "OK",
    rootHost: "@",
    source: "help",
    pages: ["https://learn.microsoft.com/azure/dns/dns-getstarted-portal"],
  },
  digitalocean: {
    path: ["Networking", "Domains", "{domain}"],
    addButton: "",
    // Guides only paraphrase the label of a CNAME's value, which is as the panel has it.
    fields: { type: "", host: "Hostname", value: "Is an alias of / Value", ttl: "TTL" },
    saveButton: "Create Record",
    rootHost: "@",
    source: "guides",
  },
  porkbun: {
    path: ["Domain Management", "{domain}", "DNS"],
    addButton: "",
    fields: { type: "Type", host: "Host", value: "Answer", ttl: "TTL" },
    saveButton: "Add",
    rootHost: "",
    source: "guides",
  },
  gandi: {
    path: ["{domain}", "DNS Records"],
    addButton: "Add record",
    fields: { type: "Type", host: "Name", value: "Value", ttl: "TTL" },
    saveButton: "Create",
    rootHost: "@",
    hints: ["adds_domain", "trailing_dot"],
    source: "help",
    pages: ["https://docs.gandi.net/fr/noms_domaine/operations_courantes/enregistrements_dns.html"],
  },
  vercel: {
    path: ["Domains", "{domain}", "DNS Records"],
    addButton: "",
    fields: { type: "Type", host: "Name", value: "Value", ttl: null },
    saveButton: "Add",
    rootHost: "@",
    source: "guides",
  },
  netlify: {
    path: ["Domains", "{domain}", "DNS records"],
    addButton: "Add new record",
    fields: { type: "Record type", host: "Name", value: "Value", ttl: "TTL" },
    saveButton: "Save",
    rootHost: "@",
    source: "guides",
  },
  dnsimple: {
    path: ["Domains", "{domain}", "DNS", "Add/Manage"],
    addButton: "Add Record",
    fields: { type: "", host: "Name", value: "Content", ttl: "TTL" },
    saveButton: "Add Record",
    rootHost: "@",
    hints: ["trailing_dot"],
    source: "help",
    pages: ["https://support.dnsimple.com/articles/how-to-add-dns-records/"],
  },
  linode: {
    path: ["Domains", "{domain}"],
    addButton: "Add a Record",
    fields: { type: "", host: "Hostname", value: "Alias to / Value", ttl: "TTL" },
    saveButton: "Save",
    rootHost: "",
    hints: ["no_quotes"],
    source: "help",
    pages: ["https://www.linode.com/docs/products/networking/dns-manager/guides/manage-dns-records/"],
  },
  name_com: {
    path: ["{domain}", "Manage DNS records"],
    addButton: "",
    fields: { type: "Type", host: "Host", value: "Answer", ttl: "TTL" },
    saveButton: "Add Record",
    rootHost: "",
    source: "guides",
  },
  bluehost: {
    path: ["Domains", "{domain}", "DNS"],
    addButton: "Add Record",
    fields: { type: "Type", host: "Host Record", value: "Points To / TXT Value", ttl: "TTL" },
    saveButton: "Save",
    rootHost: "@",
    source: "guides",
  },
  wordpress_com: {
    path: ["Domains", "{domain}", "DNS records"],
    addButton: "Add a record",
    fields: { type: "Type", host: "Name", value: "Alias Of (Points To) / Text", ttl: null },
    saveButton: "Add new DNS record",
    rootHost: "",
    hints: ["adds_domain"],
    source: "code",
    pages: ["https://github.com/Automattic/wp-calypso"],
  },
  dns_made_easy: {
    path: ["Managed DNS", "{domain}"],
    addButton: "+",
    fields: { type: "", host: "Name", value: "Alias to / Value", ttl: "TTL" },
    saveButton: "Submit",
    rootHost: "",
    hints: ["adds_domain", "trailing_dot"],
    source: "help",
    pages: ["https://support.dnsmadeeasy.com/support/solutions/articles/47001001393-cname-record"],
  },
};

export type KnownForm = { provider: string; form: ProviderForm; source: FormSource; pages: readonly string[] };

/** In the order of how much the providers are used, as far as that is known: see docs/dns-providers.md. */
export const knownForms: readonly KnownForm[] = Object.entries(facts).map(([provider, row]) => {
  const { source, pages = [], hints = [], ...form } = row;
  return { provider, form: { ...form, hints, checkedAt }, source, pages };
});

const byProvider: ReadonlyMap<string, ProviderForm> = new Map(knownForms.map(({ provider, form }) => [provider, form]));

/** The provider's form in the words of its own English pages; null where those are not known. */
export function formOf(providerKey: string): ProviderForm | null {
  return byProvider.get(providerKey) ?? null;
}
