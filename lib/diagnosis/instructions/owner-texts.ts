import type { FindingCode } from "@/lib/diagnosis/evidence/catalog";

/**
 * A finding in words for somebody who edits the DNS of a domain, has no account here, and may have never done it before. The
 * names and values are in the steps, so that nobody copies one out of a sentence. `todo`: what to do that is no record.
 */
export type OwnerText = { title: string; text: string; todo?: string };

/** `asFound`: the finding's own words serve this reader too. `ours`: nothing that the owner of the DNS could do. */
export const ownerTexts: Readonly<Record<FindingCode, OwnerText | "asFound" | "ours">> = {
  "worker-not-running": "ours",
  "credential-invalid": "ours",
  "credential-retired": "ours",
  "permission-missing": "ours",
  "gate-account-tier": "ours",
  "gate-ip-allowlist": "ours",
  "gate-domain-switch": "ours",
  "zone-not-here": "ours",
  "zone-read-only": "ours",
  "conflict-existing": "ours",
  "record-refused": "ours",
  "delegated-elsewhere": "ours",
  "read-incomplete": "ours",
  "rate-limited": "ours",
  "provider-unavailable": "ours",
  "write-not-visible": {
    title: "The records do not appear",
    text: "The records were added, but the nameservers of the domain do not have them.",
    todo: "Where you bought the domain, compare its nameservers with those that your DNS provider lists. They may be those of another account.",
  },
  "records-being-written": "ours",
  "domain-on-hold": "asFound",
  "domain-does-not-exist": "asFound",
  "delegation-missing": "asFound",
  "nameservers-parked": "asFound",
  "dnssec-broken": "asFound",
  "nameservers-differ": "asFound",
  "no-tcp": "asFound",
  "delegation-lame": "asFound",
  "nameservers-unreachable": "asFound",
  "zone-not-found": "asFound",
  "answers-without-authority": "asFound",
  "nameservers-partly-failing": "asFound",
  "hostname-claimed-elsewhere": {
    title: "An old TXT record is in the way",
    text: "The TXT record of another set-up is at the same name. Only one of the two can be there.",
  },
  "hostname-contested": {
    title: "Somebody else is connecting this domain",
    text: "The TXT record of this set-up is gone, and that of another one is there. The domain is about to move to it.",
    todo: "To keep the domain where it is, add the TXT record again. If the move is intended, you do not have to do anything.",
  },
  "contest-running": {
    title: "The domain moves soon",
    text: "Your TXT record is right. The domain is in use elsewhere, so it moves after a waiting time.",
    todo: "Leave your TXT record as it is.",
  },
  "certificate-limit-reached": "ours",
  "proof-expired": "ours",
  "txt-quoted": {
    title: "The value has extra characters",
    text: "The value is right, but it was entered with quotation marks or spaces around it. Enter it again without them.",
  },
  "txt-split": {
    title: "The value is in pieces",
    text: "The value has to be in one piece, in one record. Some forms split it at a space or a line break.",
  },
  "txt-name-doubled": {
    title: "The domain is in the name twice",
    text: "The record was added with the domain's name twice, because your provider adds it to what you enter. Add it again with the shorter name. You can delete the first one.",
  },
  "txt-at-bare-hostname": {
    title: "The record has the wrong name",
    text: "The value is right, but the first part of the name is missing. Add the record again with the whole name. You can delete the first one.",
  },
  "txt-at-wrong-name": {
    title: "The record has the wrong name",
    text: "The value is right, but part of the name is missing. Add the record again with the whole name. You can delete the first one.",
  },
  "txt-partly-published": {
    title: "Your provider is still copying the record",
    text: "The record is right. Your DNS provider is still copying it to all of its servers, which usually takes minutes.",
  },
  "wildcard-hides-challenge": {
    title: "The record is not there yet",
    text: "A record with a * in its name answers in its place. Keep that one, and add this one beside it.",
  },
  "challenge-is-alias": {
    title: "A CNAME is in its place",
    text: "A name with a CNAME cannot have other records, so the CNAME has to go first.",
  },
  "txt-wrong-value": {
    title: "The value is another one",
    text: "There is a record with this name, and its value is not the one below. It may be from an earlier attempt, or cut off while copying.",
  },
  "txt-missing": {
    title: "The record is not there yet",
    text: "It shows that the domain is yours.",
  },
  "cname-loop": {
    title: "The record leads in a circle",
    text: "The record leads back to its own name, so that visitors arrive nowhere.",
  },
  "cname-chain-too-long": {
    title: "The record leads through too many others",
    text: "It has to lead to the value below, with nothing in between.",
  },
  "cname-at-apex": {
    title: "The domain itself cannot have a CNAME",
    text: "At the domain's own name a CNAME stops email and other services. Address records work instead.",
  },
  "cname-several": {
    title: "There are several CNAMEs at one name",
    text: "A name can have one CNAME only. With several of them, some visitors end up elsewhere.",
  },
  "cname-name-doubled": {
    title: "The domain is in the name twice",
    text: "The record was added with the domain's name twice, because your provider adds it to what you enter. Add it again with the shorter name. You can delete the first one.",
  },
  "cname-target-doubled": {
    title: "The domain was added to the value",
    text: "Your provider added your own domain to the end of the value. Enter the value again with a dot at its end.",
  },
  "wildcard-hides-record": {
    title: "The record is not there yet",
    text: "A record with a * in its name answers in its place. Keep that one, and add this one beside it.",
  },
  "records-drifted": {
    title: "The records were changed",
    text: "The domain worked until this record was changed or deleted.",
  },
  "records-partly-published": {
    title: "Your provider is still copying the record",
    text: "The record is right. Your DNS provider is still copying it to all of its servers, which usually takes minutes.",
  },
  "address-parking": {
    title: "The domain shows a parking page",
    text: "It leads to the page that registrars show for unused domains. That record may be listed as “parking” or “forwarding”.",
  },
  "redirect-loop": {
    title: "Visitors are redirected in a circle",
    text: "Visitors get an error, because their requests go round in a circle.",
    todo: "At the service in front of the site (a CDN or forwarding), turn on HTTPS all the way to the site, and remove redirects for this domain.",
  },
  "visitors-see-another-page": {
    title: "Visitors get another page",
    text: "The domain leads through another service, and visitors get that service's page in place of the site.",
    todo: "At that service (a CDN, firewall or forwarding), let all requests for this domain through.",
  },
  "https-fails-at-proxy": {
    title: "HTTPS does not work",
    text: "The domain leads through another service, which has no valid certificate for it.",
    todo: "At that service (a CDN or forwarding), turn on HTTPS for this domain, with a certificate for it.",
  },
  "proxy-drops-well-known": {
    title: "The certificate cannot be checked",
    text: "The domain leads through another service, which does not let the certificate's check through.",
    todo: "At that service (a CDN or firewall), let requests below /.well-known/ through unchanged.",
  },
  "proxied-by-cdn": {
    title: "A proxy hides the record",
    text: "Your provider's proxy answers in its place. Set the record to “DNS only”, or turn the proxy off for it.",
  },
  "cname-target-missing": {
    title: "The value leads nowhere",
    text: "The record leads to a name that does not exist. It may be misspelled, or from a service that you no longer use.",
  },
  "cname-beside-other-records": {
    title: "Other records are in the way",
    text: "A CNAME cannot have other records with the same name beside it, so they have to go first.",
  },
  "cname-wrong-target": {
    title: "The record leads elsewhere",
    text: "Visitors arrive at the value that is there now.",
  },
  "address-private": {
    title: "The record leads to a private address",
    text: "The address that is there now works inside a home or company network only.",
  },
  "leftover-ipv6": {
    title: "An old AAAA record is still there",
    text: "Part of the visitors follow it to the old server.",
  },
  "address-foreign": {
    title: "The domain leads to another server",
    text: "Visitors arrive at the address that is there now.",
  },
  "cname-missing": { title: "The record is not there yet", text: "It leads visitors to the site." },
  "address-missing": { title: "The record is not there yet", text: "It leads visitors to the site." },
  "record-missing": { title: "The record is not there yet", text: "It is needed too." },
  "https-record": {
    title: "An old HTTPS record leads elsewhere",
    text: "Browsers follow it in place of the other records. It may be listed as “HTTPS”, “SVCB” or “TYPE65”.",
  },
  "caa-forbids": {
    title: "A certificate is not allowed yet",
    text: "The CAA records of the domain list who may issue certificates for it. Add this one, and keep the others.",
  },
  "caa-unclear": {
    title: "The CAA records may forbid a certificate",
    text: "The CAA records of the domain list who may issue certificates for it, and they cannot be read, or name an account.",
    todo: "Ask your DNS provider for the domain's CAA records. If you need none, delete them.",
  },
  "edge-unreachable": "ours",
  "certificate-queued": "ours",
  "ask-never-asked": "ours",
  "ask-refused": "ours",
  "ca-rate-limited": "ours",
  "certificate-refused": "ours",
  "certificate-wrong": "ours",
  "certificate-expiring": "ours",
  "renewal-overdue": "ours",
  "upstream-loops": "ours",
  "upstream-refused": "ours",
  "origin-not-confirmed": "ours",
  "job-failing": "ours",
  "txt-old-value-beside": {
    title: "An old record is there too",
    text: "It does no harm, and you can delete it.",
  },
  "negative-answer-cached": "ours",
  "old-answer-cached": "ours",
  waiting: "ours",
};
