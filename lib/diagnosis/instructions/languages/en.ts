import type { InstructionTexts } from "@/lib/diagnosis/instructions/languages/instruction-texts";

export const en: InstructionTexts = {
  language: "en",
  findings: {
    "write-not-visible": {
      title: "The records do not appear",
      text: "The records were added, but the nameservers of the domain do not have them.",
      todo: "Where you bought the domain, compare its nameservers with those that your DNS provider lists. They may be those of another account.",
    },
    "records-being-written": {
      title: "The records are being added",
      text: "Your DNS provider is adding the records and copying them to its servers.",
    },
    "domain-on-hold": {
      title: "{domain} is on hold at its registrar",
      text: "The registrar has taken the domain out of service. Until that is over, changes to its records have no effect.",
      todo: "Sign in where you bought the domain and see what it asks for. Often the owner's email address has to be confirmed, or an invoice is open. If nothing is asked for, ask the registrar for the reason.",
    },
    "domain-does-not-exist": {
      title: "{domain} does not exist",
      text: "The domain is misspelled, was never registered, or has expired.",
      todo: "Check the spelling. If it is right, register or renew the domain first, and then add the records.",
    },
    "delegation-missing": {
      title: "The domain has no nameservers",
      text: "The domain has no nameservers that work, so nobody can see its records.",
      todo: "Where you bought the domain, enter the nameservers that your DNS provider lists. If some are entered, one may be misspelled.",
    },
    "nameservers-parked": {
      title: "{domain} is on the nameservers of a parking page",
      text: "These nameservers show a parking or sales page for every name. Records cannot be added there.",
      todo: "Where you bought the domain, replace these nameservers with those of your DNS provider, or with the registrar's own. Then add the records there.",
    },
    "dnssec-broken": {
      title: "DNSSEC of the domain is broken",
      text: "The domain's signatures do not match its keys, or have expired. Many visitors cannot open the domain, and it cannot get a certificate.",
      todo: "If DNSSEC is not needed, delete the DS record at the registrar. Otherwise the DNS provider has to sign the domain again, and the DS record has to be updated at the registrar. It often happens after a move to another DNS provider.",
    },
    "nameservers-differ": {
      title: "Two lists of nameservers differ",
      text: "The registrar and the domain's own NS records name different nameservers, so some visitors may get wrong answers, or none. Waiting does not change that.",
      todo: "Where you bought the domain, enter exactly the nameservers that your DNS provider lists. If the domain did not move, correct its NS records instead.",
    },
    "no-tcp": {
      title: "A nameserver cannot be reached over TCP",
      text: "Its answer does not fit into one UDP packet, and TCP port 53 does not answer. Certificate authorities cannot read these records either.",
      todo: "TCP port 53 has to be open on the nameservers, in the firewall too.",
    },
    "delegation-lame": {
      title: "The nameservers do not know the domain",
      text: "Nobody can see the domain's records. Usually the domain was deleted there, or has moved to another DNS provider.",
      todo: "Where you bought the domain, enter the nameservers of your current DNS provider. Or add the domain again at the provider whose nameservers are entered now.",
    },
    "nameservers-unreachable": {
      title: "No nameserver of the domain answers",
      text: "Until one of them does, nobody can see the domain's records.",
      todo: "The nameservers may be down or block our queries, or their names may be misspelled at the registrar.",
    },
    "zone-not-found": {
      title: "The nameservers of the domain did not answer us",
      text: "So we cannot see the domain's records at the moment.",
      todo: "Check again in a minute. If nothing changes, see whether the nameservers are running, and match those at the registrar.",
    },
    "answers-without-authority": {
      title: "A nameserver answers without authority",
      text: "Its answers lack the AA bit, which a nameserver must set. Some resolvers throw such answers away, and visitors behind those find no site.",
      todo: "Often a resolver or a load balancer answers in place of the nameserver.",
    },
    "nameservers-partly-failing": {
      title: "Some nameservers of the domain do not answer",
      text: "The others do, so most visitors notice nothing, but some look-ups are slow or fail.",
      todo: "Each nameserver that is entered at the registrar has to be spelled right, and to serve the domain.",
    },
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
    "certificate-queued": {
      title: "The certificate has to wait",
      text: "The records are right. The certificate authority limits how many certificates are issued at a time, so this one comes a little later.",
    },
    "ca-rate-limited": {
      title: "The certificate has to wait",
      text: "The certificate authority does not accept a new request for this domain at the moment. We ask again automatically.",
    },
    "txt-old-value-beside": {
      title: "An old record is there too",
      text: "It does no harm, and you can delete it.",
    },
    "negative-answer-cached": {
      title: "Some servers do not have the record yet",
      text: "The record is published. Servers that asked for it too early remember for a while that it did not exist.",
    },
    "old-answer-cached": {
      title: "Some servers still have the old record",
      text: "Your nameservers have the new record. Servers that asked before remember the old one for a while.",
    },
    waiting: {
      title: "Nothing is wrong",
      text: "What we have checked so far is right. The rest happens automatically, usually within minutes.",
    },
  },
  holds: {
    verification: {
      title: "{domain} is on hold: an email address is not confirmed",
      text: "The registrar has taken the domain out of service, because the contact data of its owner was not confirmed in time.",
      todo: "Open the registrar's email that asks to confirm the contact data (look in the spam folder too) and follow its link, or have it sent again from your account there. The domain is back within a day.",
    },
    expired: {
      title: "{domain} has expired",
      text: "The domain was not renewed in time, and the registrar has taken it out of service.",
      todo: "Renew the domain where you bought it. It usually works again within a day.",
    },
    registry: {
      title: "{domain} is on hold at its registry",
      text: "The registry, which runs the domain's ending, has taken the domain out of service, for example after a complaint or because documents are missing.",
      todo: "Ask your registrar for the reason, and for what the registry requires.",
    },
    redemption: {
      title: "{domain} was deleted and can still be restored",
      text: "The registration of the domain has ended. It can be restored for about 30 days.",
      todo: "Have the domain restored at its last registrar now. Afterwards anybody can register it.",
    },
    deleting: {
      title: "{domain} is being deleted",
      text: "The registration of the domain has ended, and it can no longer be restored.",
      todo: "Register the domain again when it is free, usually within a few days, or use another domain.",
    },
  },
  ours: {
    title: "We are still working on it",
    text: "Something on our side, or at the certificate authority, is not ready yet. There is nothing for you to do.",
  },
  fixes: {
    add: "Add the record as it is shown.",
    change: "Change the record so that it reads as shown.",
    delete: "Delete the record that is in the way.",
    wait: "You do not have to do anything.",
  },
  titles: {
    records: "DNS records for {hostname}",
    correct: "DNS records to correct for {hostname}",
  },
  service: "{application} of {company}",
  why: {
    ended: "The set-up of {hostname} has ended. Ask {company} to start again.",
    live: "{hostname} works with {service}.",
    drifted:
      "{hostname} worked with {service} until its DNS records were changed. If that was not intended, restore them. If the site has moved for good, there is nothing to restore: let {company} know.",
    needed: "So that {hostname} works with {service}, its DNS needs the records below.",
  },
  leave: {
    unnamed: "Leave all records that are not named here as they are.",
    others: "Leave all other records as they are.",
  },
  mailRecord: "It receives email for this name. If you use that, do not delete it, and ask us first.",
  compare: "Compare the two: {differences}.",
  differences: {
    swapped: "two characters are swapped (“{published}” in place of “{wanted}”)",
    "left out": "“{wanted}” is missing",
    added: "“{published}” is too much",
    replaced: "“{published}” is in place of “{wanted}”",
  },
  mail: {
    greeting: "Hello,",
    connect: "{company} asks you to connect {hostname}.",
    restore: "{company} asks you to restore {hostname}.",
    signIn: "Sign in at {provider}, where the DNS of {domain} is managed:",
    signInSomewhere: "Sign in where you bought {domain} or manage its DNS, and open its DNS records.",
    actions: {
      add: "Add this record:",
      change: "Change the record so that it reads:",
      delete: "Delete this record:",
    },
    labels: { type: "Type:", name: "Name:", value: "Value:", ttl: "TTL:", now: "Now:" },
    fullName: "if the form wants the full name:",
    shortName: "if the form wants the short name:",
    ttl: "{duration}, or what the form suggests",
    copyExactly: "Copy names and values exactly, without quotes or a trailing dot.",
    note: "{title}. {text}",
    providerNote: "Please send this to your DNS provider: {title}. {text}",
    link: "This page shows each step, with a button to copy each value, and whether it is done. No account is needed:",
    automatic: "Everything else happens automatically once the records are seen, usually within minutes.",
    thanks: "Thank you!",
    writes: "{company} writes:",
    sentBy: "Sent by Latchkey on behalf of {company}.",
    stop: "Not you, or no more mails from {company} about domains?",
    sender: "{company} via Latchkey",
  },
};
