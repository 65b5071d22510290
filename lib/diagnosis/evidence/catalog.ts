/** The catalog of findings, as data: a browser and the generated client read it too. */

export const severities = ["blocking", "warning", "info"] as const;
export const responsibleParties = ["customer", "dns_provider", "integrator", "platform", "ca"] as const;

export type Severity = (typeof severities)[number];

/** Who must act. */
export type ResponsibleParty = (typeof responsibleParties)[number];

/** Why a domain is on hold, where that is known: each asks for something else. */
export const holdCauses = ["verification", "expired", "registry", "redemption", "deleting"] as const;

export type HoldCause = (typeof holdCauses)[number];

/**
 * Where in the path from a name to a served site a cause lies. `service`: our own processes and tables. `proof`: the TXT
 * record. `alias`: CNAMEs that never end. `record`: the record as it was entered. `answer`: what answers in its place.
 * `address`: where the name leads. `resolution`: what some servers and caches still say. `progress`: nothing is wrong.
 */
type Layer =
  | "service"
  | "zone"
  | "proof"
  | "alias"
  | "record"
  | "answer"
  | "address"
  | "certificate"
  | "upstream"
  | "resolution"
  | "progress";

/** `absence`: what we ask for is not there yet. `progress`: it is under way, or resolves in time. `mistake`: something else. */
export type Nature = "absence" | "mistake" | "progress";

type Kind<Code extends string> = {
  layer: Layer;
  nature: Nature;
  /** It is only a consequence where one of these layers has a finding; of its own layer, one further up in this table. */
  follows?: readonly Layer[];
  /** Exceptions: other findings that follow from this one, and one that does not although its layer says so. */
  hides?: readonly Code[];
  spares?: readonly Code[];
  /** Everything in these layers follows from this one, whatever the other rows say, but for what it spares. */
  hidesLayers?: readonly Layer[];
  /** Where they never vary. The detector gives the others. */
  severity?: Severity;
  who?: ResponsibleParty;
  title?: string;
};

/**
 * Every finding; what blocks first comes first. Each has a detector in `findings/` and a section in
 * docs/troubleshooting.md, in this order.
 */
export const findingKinds = {
  "worker-not-running": {
    layer: "service",
    nature: "mistake",
    severity: "blocking",
    who: "platform",
    title: "The background worker is not running",
  },
  "credential-invalid": {
    layer: "service",
    nature: "mistake",
    hides: ["txt-missing", "cname-missing", "address-missing", "record-missing", "waiting"],
    severity: "blocking",
    who: "integrator",
    title: "The DNS provider does not accept the credential",
  },
  "credential-retired": {
    layer: "service",
    nature: "mistake",
    hides: ["txt-missing", "cname-missing", "address-missing", "record-missing", "waiting"],
    severity: "blocking",
    who: "integrator",
    title: "The credential is for an API that the provider has turned off",
  },
  "permission-missing": {
    layer: "service",
    nature: "mistake",
    hides: ["txt-missing", "cname-missing", "address-missing", "record-missing", "waiting"],
    severity: "blocking",
    who: "integrator",
    title: "The credential may not change this zone",
  },
  "gate-account-tier": {
    layer: "service",
    nature: "mistake",
    hides: ["txt-missing", "cname-missing", "address-missing", "record-missing", "waiting"],
    severity: "blocking",
    who: "integrator",
    title: "The provider does not open its API to this account",
  },
  "gate-ip-allowlist": {
    layer: "service",
    nature: "mistake",
    hides: ["txt-missing", "cname-missing", "address-missing", "record-missing", "waiting"],
    severity: "blocking",
    who: "integrator",
    title: "The provider answers only addresses that the account allows",
  },
  "gate-domain-switch": {
    layer: "service",
    nature: "mistake",
    hides: ["txt-missing", "cname-missing", "address-missing", "record-missing", "waiting"],
    severity: "blocking",
    who: "integrator",
    title: "API access is switched off for the domain",
  },
  "zone-not-here": {
    layer: "service",
    nature: "mistake",
    severity: "warning",
    who: "customer",
    title: "The account does not hold this domain's zone",
  },
  "zone-read-only": {
    layer: "service",
    nature: "mistake",
    hides: ["txt-missing", "cname-missing", "address-missing", "record-missing", "waiting"],
    severity: "blocking",
    who: "customer",
    title: "The zone cannot be changed through the API",
  },
  "conflict-existing": {
    layer: "service",
    nature: "mistake",
    hides: [
      "txt-missing",
      "cname-missing",
      "address-missing",
      "record-missing",
      "cname-beside-other-records",
      "cname-wrong-target",
      "address-foreign",
      "address-parking",
      "address-private",
      "leftover-ipv6",
      "waiting",
    ],
    severity: "blocking",
    who: "integrator",
    title: "Other records are in the way",
  },
  "record-refused": {
    layer: "service",
    nature: "mistake",
    hides: ["txt-missing", "cname-missing", "address-missing", "record-missing", "waiting"],
    severity: "blocking",
    who: "integrator",
    title: "The provider does not take the record as it is",
  },
  "delegated-elsewhere": {
    layer: "service",
    nature: "mistake",
    severity: "blocking",
    who: "customer",
    title: "The domain's nameservers are another provider's",
  },
  "read-incomplete": {
    layer: "service",
    nature: "progress",
    hides: ["txt-missing", "cname-missing", "address-missing", "record-missing", "waiting"],
    severity: "info",
    who: "dns_provider",
    title: "The zone changed while it was read",
  },
  "rate-limited": {
    layer: "service",
    nature: "progress",
    hides: ["txt-missing", "cname-missing", "address-missing", "record-missing", "waiting"],
    severity: "info",
    who: "dns_provider",
    title: "The provider has received too many requests",
  },
  "provider-unavailable": {
    layer: "service",
    nature: "progress",
    hides: ["txt-missing", "cname-missing", "address-missing", "record-missing", "waiting"],
    severity: "info",
    who: "dns_provider",
    title: "The provider gives no usable answer",
  },
  "write-not-visible": {
    layer: "service",
    nature: "mistake",
    hides: ["txt-missing", "cname-missing", "address-missing", "record-missing", "waiting"],
    severity: "blocking",
    who: "customer",
    title: "What was written is not seen at the nameservers",
  },
  "records-being-written": {
    layer: "service",
    nature: "progress",
    hides: ["txt-missing", "cname-missing", "address-missing", "record-missing", "waiting"],
    severity: "info",
    who: "platform",
    title: "The records are being written",
  },
  "domain-on-hold": {
    layer: "zone",
    nature: "mistake",
    hides: ["caa-forbids", "caa-unclear", "ask-never-asked", "ask-refused", "certificate-refused", "waiting"],
    hidesLayers: ["zone", "proof", "alias", "record", "answer", "address", "resolution"],
    spares: ["proof-expired"],
    severity: "blocking",
    who: "customer",
  },
  "domain-does-not-exist": {
    layer: "zone",
    nature: "mistake",
    hides: ["delegation-missing"],
    severity: "blocking",
    who: "customer",
  },
  "delegation-missing": { layer: "zone", nature: "mistake", severity: "blocking", who: "customer" },
  "nameservers-parked": {
    layer: "zone",
    nature: "mistake",
    hides: ["caa-forbids", "caa-unclear", "ask-never-asked", "ask-refused", "certificate-refused", "waiting"],
    hidesLayers: ["zone", "proof", "alias", "record", "answer", "address", "resolution"],
    spares: ["proof-expired", "domain-on-hold"],
    severity: "blocking",
    who: "customer",
  },
  "dnssec-broken": {
    layer: "zone",
    nature: "mistake",
    hides: ["ca-rate-limited"],
    severity: "blocking",
    who: "dns_provider",
  },
  "nameservers-differ": {
    layer: "resolution",
    nature: "mistake",
    hides: [
      "delegation-lame",
      "nameservers-unreachable",
      "zone-not-found",
      "nameservers-partly-failing",
      "txt-partly-published",
      "records-partly-published",
      "negative-answer-cached",
      "old-answer-cached",
    ],
    who: "customer",
  },
  "no-tcp": {
    layer: "resolution",
    nature: "mistake",
    hides: ["nameservers-unreachable", "nameservers-partly-failing", "caa-unclear"],
    who: "dns_provider",
  },
  "delegation-lame": { layer: "zone", nature: "mistake", follows: ["zone"], severity: "blocking", who: "customer" },
  "nameservers-unreachable": { layer: "zone", nature: "mistake", follows: ["zone"], severity: "blocking" },
  "zone-not-found": { layer: "zone", nature: "mistake", follows: ["zone"] },
  "answers-without-authority": {
    layer: "resolution",
    nature: "mistake",
    severity: "warning",
    who: "dns_provider",
    title: "A nameserver answers without authority",
  },
  "nameservers-partly-failing": { layer: "resolution", nature: "mistake", follows: ["zone"], severity: "warning" },
  "hostname-claimed-elsewhere": {
    layer: "service",
    nature: "mistake",
    hides: ["proof-expired", "txt-old-value-beside"],
  },
  "hostname-contested": { layer: "service", nature: "mistake", severity: "warning", who: "customer" },
  "contest-running": {
    layer: "service",
    nature: "progress",
    severity: "info",
    who: "customer",
    title: "The domain moves here after a grace time",
  },
  "certificate-limit-reached": {
    layer: "service",
    nature: "progress",
    severity: "blocking",
    who: "integrator",
    title: "The day's limit of first certificates is reached",
  },
  "proof-expired": {
    layer: "proof",
    nature: "mistake",
    severity: "blocking",
    who: "integrator",
    title: "Control was not proven in time",
  },
  "txt-quoted": { layer: "proof", nature: "mistake", hides: ["txt-split"], severity: "blocking", who: "customer" },
  "txt-split": {
    layer: "proof",
    nature: "mistake",
    hides: ["txt-partly-published"],
    severity: "blocking",
    who: "customer",
    title: "The TXT value was split into parts",
  },
  "txt-name-doubled": {
    layer: "proof",
    nature: "mistake",
    follows: ["zone"],
    hides: ["txt-at-bare-hostname", "txt-at-wrong-name"],
    severity: "blocking",
    who: "customer",
    title: "The domain's name was appended twice",
  },
  "txt-at-bare-hostname": {
    layer: "proof",
    nature: "mistake",
    hides: ["txt-at-wrong-name"],
    severity: "blocking",
    who: "customer",
    title: "The TXT record is at the wrong name",
  },
  "txt-at-wrong-name": {
    layer: "proof",
    nature: "mistake",
    follows: ["zone"],
    severity: "blocking",
    who: "customer",
    title: "The TXT record is at the wrong name",
  },
  "txt-partly-published": {
    layer: "proof",
    nature: "progress",
    follows: ["zone"],
    severity: "blocking",
    who: "dns_provider",
    title: "The TXT record has not reached every nameserver",
  },
  "wildcard-hides-challenge": {
    layer: "proof",
    nature: "absence",
    follows: ["zone"],
    hides: ["txt-at-wrong-name", "challenge-is-alias"],
    severity: "blocking",
    who: "customer",
    title: "A wildcard answers in place of the TXT record",
  },
  "challenge-is-alias": {
    layer: "proof",
    nature: "mistake",
    severity: "blocking",
    who: "customer",
    title: "A CNAME is in place of the TXT record",
  },
  "txt-wrong-value": {
    layer: "proof",
    nature: "mistake",
    follows: ["zone", "proof"],
    severity: "blocking",
    who: "customer",
  },
  "txt-missing": {
    layer: "proof",
    nature: "absence",
    follows: ["zone", "proof"],
    severity: "blocking",
    who: "customer",
    title: "The TXT record is not there yet",
  },
  "cname-loop": {
    layer: "alias",
    nature: "mistake",
    hides: ["dnssec-broken"],
    severity: "blocking",
    who: "customer",
    title: "The CNAME loops",
  },
  "cname-chain-too-long": {
    layer: "alias",
    nature: "mistake",
    hides: ["dnssec-broken"],
    severity: "blocking",
    who: "customer",
    title: "Too many CNAMEs in a row",
  },
  "cname-at-apex": {
    layer: "record",
    nature: "mistake",
    hides: ["cname-several", "cname-beside-other-records", "cname-wrong-target", "cname-missing"],
    title: "The top of a domain cannot have a CNAME",
  },
  "cname-several": {
    layer: "record",
    nature: "mistake",
    follows: ["zone"],
    hides: ["cname-beside-other-records", "cname-missing", "cname-target-doubled", "challenge-is-alias", "waiting"],
    hidesLayers: ["answer", "address"],
    spares: ["record-missing"],
    who: "customer",
    title: "There are several CNAMEs at one name",
  },
  "cname-name-doubled": {
    layer: "record",
    nature: "mistake",
    follows: ["zone"],
    hides: ["wildcard-hides-record", "cname-missing", "address-missing"],
    severity: "blocking",
    who: "customer",
    title: "The domain's name was appended twice",
  },
  "cname-target-doubled": {
    layer: "record",
    nature: "mistake",
    hides: ["wildcard-hides-record", "cname-target-missing", "cname-wrong-target"],
    severity: "blocking",
    who: "customer",
    title: "The domain's name was appended to the CNAME's target",
  },
  "wildcard-hides-record": {
    layer: "answer",
    nature: "absence",
    follows: ["zone"],
    hides: [
      "records-drifted",
      "address-parking",
      "proxied-by-cdn",
      "cname-target-missing",
      "cname-beside-other-records",
      "address-private",
      "leftover-ipv6",
    ],
    severity: "blocking",
    who: "customer",
    title: "A wildcard answers in place of the missing record",
  },
  "records-drifted": {
    layer: "answer",
    nature: "mistake",
    follows: ["zone", "alias"],
    hides: ["address-parking", "record-missing", "waiting"],
    who: "customer",
  },
  "records-partly-published": {
    layer: "answer",
    nature: "progress",
    follows: ["zone"],
    hides: ["wildcard-hides-record", "cname-target-missing", "waiting"],
    severity: "blocking",
    who: "dns_provider",
    title: "The record has not reached every nameserver",
  },
  "address-parking": {
    layer: "answer",
    nature: "mistake",
    hides: ["proxied-by-cdn"],
    severity: "blocking",
    who: "customer",
    title: "The domain still shows the registrar's parking page",
  },
  "redirect-loop": {
    layer: "upstream",
    nature: "mistake",
    hides: ["records-drifted", "proxied-by-cdn", "cname-wrong-target", "waiting"],
    severity: "blocking",
    title: "Visitors are redirected in a circle",
  },
  "visitors-see-another-page": {
    layer: "upstream",
    nature: "mistake",
    hides: ["records-drifted", "proxied-by-cdn", "cname-wrong-target", "waiting"],
    who: "customer",
  },
  "https-fails-at-proxy": {
    layer: "upstream",
    nature: "mistake",
    hides: ["records-drifted", "proxied-by-cdn", "cname-wrong-target", "waiting"],
    severity: "blocking",
    who: "customer",
    title: "HTTPS does not work at the server in front of us",
  },
  "proxy-drops-well-known": {
    layer: "upstream",
    nature: "mistake",
    who: "customer",
    title: "The server in front of us does not pass on what the certificate authority checks",
  },
  "proxied-by-cdn": {
    layer: "answer",
    nature: "mistake",
    hides: ["records-drifted", "leftover-ipv6", "certificate-wrong"],
    who: "customer",
  },
  "cname-target-missing": {
    layer: "address",
    nature: "mistake",
    follows: ["zone", "alias"],
    hides: ["cname-wrong-target", "caa-unclear"],
    severity: "blocking",
    who: "customer",
    title: "The CNAME points to a name that does not exist",
  },
  "cname-beside-other-records": {
    layer: "record",
    nature: "mistake",
    hides: ["cname-missing", "old-answer-cached"],
    who: "customer",
    title: "Other records are in place of the CNAME",
  },
  "cname-wrong-target": {
    layer: "address",
    nature: "mistake",
    follows: ["zone", "alias", "answer"],
    hides: ["address-private", "leftover-ipv6"],
    who: "customer",
  },
  "address-private": {
    layer: "address",
    nature: "mistake",
    hides: ["leftover-ipv6"],
    severity: "blocking",
    who: "customer",
    title: "The record points to a private address",
  },
  "leftover-ipv6": {
    layer: "address",
    nature: "mistake",
    severity: "blocking",
    who: "customer",
    title: "An old AAAA record points elsewhere",
  },
  "address-foreign": {
    layer: "address",
    nature: "mistake",
    follows: ["zone", "alias", "answer", "address"],
    severity: "blocking",
    who: "customer",
  },
  "cname-missing": {
    layer: "address",
    nature: "absence",
    follows: ["zone", "alias", "answer", "address"],
    severity: "blocking",
    who: "customer",
    title: "The CNAME record is not published yet",
  },
  "address-missing": {
    layer: "address",
    nature: "absence",
    follows: ["zone", "alias", "answer", "address"],
    severity: "blocking",
    who: "customer",
  },
  "record-missing": { layer: "address", nature: "absence", follows: ["zone"], severity: "blocking", who: "customer" },
  "https-record": { layer: "record", nature: "mistake", follows: ["zone", "alias"], who: "customer" },
  "caa-forbids": {
    layer: "certificate",
    nature: "mistake",
    hides: ["ca-rate-limited"],
    who: "customer",
    title: "CAA records forbid our certificate authority",
  },
  "caa-unclear": {
    layer: "certificate",
    nature: "mistake",
    follows: ["zone", "alias"],
    spares: ["certificate-refused"],
  },
  "edge-unreachable": { layer: "certificate", nature: "mistake", hides: ["waiting"], who: "platform" },
  "certificate-queued": {
    layer: "certificate",
    nature: "progress",
    hides: ["ask-never-asked", "ask-refused", "ca-rate-limited", "certificate-refused", "waiting"],
    severity: "info",
    who: "ca",
    title: "The certificate waits for a limit of the certificate authority",
  },
  "ask-never-asked": {
    layer: "certificate",
    nature: "mistake",
    hides: ["ca-rate-limited", "waiting"],
    severity: "blocking",
    who: "platform",
    title: "The edge does not ask for permission to issue",
  },
  "ask-refused": { layer: "certificate", nature: "mistake" },
  "ca-rate-limited": {
    layer: "certificate",
    nature: "progress",
    hides: ["waiting"],
    severity: "blocking",
    who: "ca",
    title: "The certificate authority limits our attempts",
  },
  "certificate-refused": {
    layer: "certificate",
    nature: "mistake",
    follows: ["zone", "alias", "certificate"],
    hides: ["waiting"],
    severity: "blocking",
  },
  "certificate-wrong": {
    layer: "certificate",
    nature: "mistake",
    hides: ["waiting"],
    severity: "blocking",
    who: "platform",
    title: "The edge shows a certificate that is not valid",
  },
  "certificate-expiring": { layer: "certificate", nature: "mistake", who: "platform" },
  "renewal-overdue": { layer: "certificate", nature: "mistake", who: "platform" },
  "upstream-loops": {
    layer: "upstream",
    nature: "mistake",
    who: "integrator",
    title: "The application's upstream leads back to this edge",
  },
  "upstream-refused": {
    layer: "upstream",
    nature: "mistake",
    who: "integrator",
    title: "The application's upstream may not be used",
  },
  "origin-not-confirmed": {
    layer: "upstream",
    nature: "absence",
    hides: ["waiting"],
    severity: "blocking",
    who: "integrator",
    title: "Your server has not confirmed this domain",
  },
  "job-failing": {
    layer: "service",
    nature: "mistake",
    severity: "warning",
    who: "platform",
    title: "A check of this domain is failing on our side",
  },
  "txt-old-value-beside": {
    layer: "resolution",
    nature: "mistake",
    severity: "info",
    who: "customer",
    title: "An old TXT value is published beside the right one",
  },
  "negative-answer-cached": {
    layer: "resolution",
    nature: "progress",
    follows: ["zone"],
    severity: "info",
    who: "dns_provider",
    title: "Some caches still report that the record does not exist",
  },
  "old-answer-cached": {
    layer: "resolution",
    nature: "progress",
    follows: ["zone"],
    severity: "info",
    who: "dns_provider",
    title: "Some caches still hold the old record",
  },
  waiting: {
    layer: "progress",
    nature: "progress",
    follows: ["service", "zone", "proof", "alias"],
    severity: "info",
    who: "platform",
  },
} as const satisfies Record<string, Kind<string>>;

export type FindingCode = keyof typeof findingKinds;

export type FindingKind = Kind<FindingCode>;

/** Of any code. The type check of the codes in `hides` and `spares` is here. */
export function kindOf(code: FindingCode): FindingKind {
  return findingKinds[code];
}

export const findingCodes = Object.keys(findingKinds) as FindingCode[];

/** Whether the second finding follows from the first, so that showing both would mislead. */
export function isHiddenBy(cause: FindingCode, code: FindingCode): boolean {
  if (cause === code) return false;
  const { layer, hides = [], spares = [], hidesLayers = [] } = kindOf(cause);
  if (hides.includes(code)) return true;
  const { layer: ownLayer, follows = [] } = kindOf(code);
  if (hidesLayers.includes(ownLayer) && !spares.includes(code)) return true;
  if (!follows.includes(layer) || spares.includes(code)) return false;
  return ownLayer !== layer || findingCodes.indexOf(cause) < findingCodes.indexOf(code);
}

/** What evidence is gathered in. */
export const evidenceParts = [
  "dns",
  "chain",
  "caa",
  "services",
  "registration",
  "referral",
  "recursive",
  "reach",
  "ask",
  "connection",
  "upstream",
  "workers",
] as const;

export type EvidencePart = (typeof evidenceParts)[number];
