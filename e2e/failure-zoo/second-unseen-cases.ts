import {
  apexAddresses,
  apexProof,
  challengeLabel,
  healthy,
  healthyApex,
  pointer,
  proof,
  type ZooCase,
} from "@/e2e/failure-zoo/zoo-case";
import { challenge } from "@/lib/dns/records/challenge";

const challengeName = `${challengeLabel}.shop`;
const ourAddresses = ["shop A 203.0.113.10", "shop A 203.0.113.11"];
const records = [proof, pointer];
const olderToken = challenge.value("B".repeat(24));

/**
 * The second set of cases that were written from public reports (named in each comment) without consulting the
 * detectors, and run once: docs/failure-zoo.md has the figures of that run. Each fixed zone is as near to its broken one
 * as a working zone can be.
 */
export const secondUnseenCases: ZooCase[] = [
  {
    // help.dubsado.com, "SPF record could not be verified"; support.sales-push.com, "common SPF errors"
    name: "txt-created-as-spf",
    story: "The form offered a record type SPF beside TXT, and it was chosen for the value.",
    broken: { records: [pointer, `${challengeName} SPF "{token}"`] },
    expected: { first: "txt-missing", who: ["customer"] },
    fixed: { records: [pointer, proof, `${challengeName} SPF "{token}"`] },
  },
  {
    // denoland/deploy_feedback#347, railwayapp/docs#313: `_acme-challenge` is the label that customers know
    name: "txt-at-the-acme-label",
    story: "The value is below _acme-challenge, the label that other platforms use.",
    broken: { records: [pointer, '_acme-challenge.shop TXT "{token}"'] },
    expected: { first: "txt-at-wrong-name", or: ["txt-missing"], who: ["customer"] },
    fixed: { records: [pointer, proof, '_acme-challenge.shop TXT "x"'] },
  },
  {
    // intercom.help/truereview, "I'm having trouble verifying my domain": a typo in the host field
    name: "txt-at-a-misspelt-label",
    story: "The challenge label was typed by hand, and one letter is missing.",
    broken: { records: [pointer, '_customdomain-chalenge.shop TXT "{token}"'] },
    expected: { first: "txt-missing", or: ["txt-at-wrong-name"], who: ["customer"] },
    fixed: { records: [pointer, proof, '_customdomain-chalenge.shop TXT "{token}"'] },
  },
  {
    // zordhalo/runs-on.dev#15, casual-simulation/casualos#837: the TXT record was placed beside the CNAME
    name: "txt-beside-the-cname",
    story: "The value is at the hostname, beside the CNAME, at a provider that accepts the combination.",
    broken: { records: [pointer, 'shop TXT "{token}"'], nameservers: ["sloppy"] },
    expected: { first: "txt-at-bare-hostname", or: ["cname-beside-other-records"], who: ["customer"] },
    fixed: { records: [pointer, proof], nameservers: ["sloppy"] },
  },
  {
    // dns.rosetraviss.uk/hall-of-fame/syntax-error, entry 2
    name: "txt-in-damaged-quotes",
    story: "Typographic quotes around the value were re-encoded twice on the way into the zone.",
    broken: {
      records: [
        pointer,
        `${challengeName} TXT "\\195\\162\\226\\130\\172\\197\\147{token}\\195\\162\\226\\130\\172\\194\\157"`,
      ],
    },
    expected: { first: "txt-quoted", or: ["txt-wrong-value"], who: ["customer"] },
    fixed: healthy,
  },
  {
    // dns.rosetraviss.uk/hall-of-fame/syntax-error, entry 4
    name: "txt-with-a-list-hyphen",
    story: "The value was copied with the hyphen of a list item.",
    broken: { records: [pointer, `${challengeName} TXT "- {token}"`] },
    expected: { first: "txt-wrong-value", or: ["txt-quoted"], who: ["customer"] },
    fixed: healthy,
  },
  {
    // intercom.help/truereview, "Incorrect Value field"
    name: "txt-with-the-name-as-value",
    story: "The record's name was pasted into both fields.",
    broken: { records: [pointer, `${challengeName} TXT "${challengeName}.{zone}"`] },
    expected: { first: "txt-wrong-value", who: ["customer"] },
    fixed: { records: [pointer, proof, `${challengeName} TXT "${challengeName}.{zone}"`] },
  },
  {
    // support.easydns.com/tutorials/DNSsetup/errors.php: a record whose content was refused is saved as blank
    name: "txt-saved-empty",
    story: "The form saved the record without its value.",
    broken: { records: [pointer, `${challengeName} TXT ""`] },
    expected: { first: "txt-wrong-value", or: ["txt-missing", "txt-quoted"], who: ["customer"] },
    fixed: { records: [pointer, `${challengeName} TXT ""`, proof] },
  },
  {
    // railwayapp/docs#313, cloudflare-docs#11708: verification records have to be DNS only
    name: "challenge-proxied-by-the-provider",
    story: "The challenge was created as a proxied CNAME, so only the CDN's addresses are published at its name.",
    broken: { records: [pointer, `${challengeName} A 104.16.132.229`, `${challengeName} A 104.16.133.229`] },
    expected: { first: "txt-missing", or: ["challenge-is-alias"], who: ["customer"] },
    fixed: { records: [pointer, proof, `${challengeName} A 104.16.132.229`] },
  },
  {
    // MicrosoftDocs/azure-docs#16630, railwayapp/docs#313: other platforms verify by a CNAME to themselves
    name: "challenge-as-a-cname-to-the-edge",
    story: "Both records were created as a CNAME to the edge.",
    broken: { records: [pointer, `${challengeName} CNAME {edge}.`] },
    expected: { first: "challenge-is-alias", who: ["customer"] },
    fixed: healthy,
  },
  {
    // acme-dns/acme-dns#211, #226: the challenge name is delegated to a small server of its own
    name: "challenge-delegated-to-nobody",
    story: "The challenge name is delegated to a server of its own, which does not have the zone.",
    broken: { records: [pointer], below: { [challengeName]: ["refusing"] } },
    expected: { first: "delegation-lame", or: ["nameservers-unreachable", "zone-not-found", "challenge-is-alias"] },
    fixed: {
      records: [pointer],
      zonesBelow: { [challengeName]: { records: ['@ TXT "{token}"'], nameservers: ["lagging"] } },
      lagging: [],
    },
  },
  {
    // PowerDNS/pdns#9734, #1361: names below a DNAME are hidden by it
    name: "challenge-below-a-dname",
    story: "A DNAME at the hostname moves everything below it, including the challenge, to another platform.",
    broken: { records: [...ourAddresses, "shop DNAME shops.nameservers.test."] },
    expected: { first: "challenge-is-alias", or: ["txt-missing"], who: ["customer"] },
    fixed: { records: [...ourAddresses, "shop DNAME proofs", `${challengeLabel}.proofs TXT "{token}"`] },
  },
  {
    // Automattic/wp-calypso#5298 and mail providers' wildcard MX instructions
    name: "wildcard-mx-and-no-txt",
    story: "A wildcard MX below the hostname makes every name exist, and the TXT record is missing.",
    broken: { records: [pointer, "*.shop MX 10 mail", "mail A 198.51.100.25"] },
    expected: { first: "txt-missing", who: ["customer"] },
    fixed: { records: [pointer, proof, "*.shop MX 10 mail", "mail A 198.51.100.25"] },
  },
  {
    // acmesh-official/acme.sh#3066: a provider has a zone for the domain and another one for the subdomain
    name: "hostname-is-a-zone-of-its-own",
    story: "The records are in the domain's zone, and the hostname is a zone of its own at the same provider.",
    broken: { records: [], zonesBelow: { shop: { records: ["@ A 198.51.100.7"] } } },
    expected: { first: "txt-missing", also: ["address-foreign"], who: ["customer"] },
    fixed: {
      records: [],
      zonesBelow: {
        shop: { records: ["@ A 203.0.113.10", "@ A 203.0.113.11", `${challengeLabel} TXT "{token}"`] },
      },
    },
  },
  {
    // systemd/systemd#9867 (savannah.gnu.org): no delegation in a signed zone, both zones on the same servers
    name: "signed-zone-without-the-delegation",
    story: "The hostname is a zone of its own that the signed zone above does not delegate, on the same servers.",
    broken: {
      records: [],
      signing: "valid",
      zonesBelow: {
        shop: {
          records: ["@ A 203.0.113.10", "@ A 203.0.113.11", `${challengeLabel} TXT "{token}"`],
          delegation: "missing",
        },
      },
    },
    expected: { first: "dnssec-broken" },
    fixed: {
      records: [],
      signing: "valid",
      zonesBelow: {
        shop: { records: ["@ A 203.0.113.10", "@ A 203.0.113.11", `${challengeLabel} TXT "{token}"`] },
      },
    },
  },
  {
    // is-a-dev/register#16260 and its checklist: "The CNAME record doesn't contain https:// or /"
    name: "cname-with-a-slash",
    story: "The target was copied from a browser's address bar, with the slash at its end.",
    broken: { records: [proof, "shop CNAME {edge}\\047."] },
    expected: { first: "cname-target-missing", who: ["customer"], record: "change shop CNAME {edge}" },
    fixed: healthy,
  },
  {
    // getfider/fider#345: the platform's own website was used as the target
    name: "cname-to-the-platforms-domain",
    story: "The target is the domain of the platform, without the edge's label. It has no address.",
    broken: { records: [proof, "shop CNAME latchkey.test."] },
    expected: { first: "cname-wrong-target", or: ["cname-target-missing"], who: ["customer"] },
    fixed: healthy,
  },
  {
    // win-acme#719, certbot#180: a host that had IPv6 only
    name: "only-an-old-ipv6-address",
    story: "The hostname has only the IPv6 address of the former host.",
    broken: { records: [proof, "shop AAAA 2001:db8:bad::7"] },
    expected: { first: "leftover-ipv6", or: ["address-foreign"], who: ["customer"] },
    fixed: { records: [proof, ...ourAddresses] },
  },
  {
    // internetstandards/Internet.nl#146, #655; favonia/cloudflare-ddns#934
    name: "ipv6-address-made-of-ours",
    story: "Our IPv4 address was entered into an AAAA record, as an IPv4-mapped address.",
    host: "@",
    broken: { records: [apexProof, ...apexAddresses, "@ AAAA ::ffff:203.0.113.10"] },
    expected: { first: "leftover-ipv6", or: ["address-private"], who: ["customer"] },
    fixed: healthyApex,
  },
  {
    // jezweb/vite-flare-starter#54: a CDN's placeholder, 100::
    name: "ipv6-placeholder-of-a-cdn",
    story: "A CDN left its placeholder address 100:: behind, which discards all traffic.",
    host: "@",
    broken: { records: [apexProof, ...apexAddresses, "@ AAAA 100::"] },
    expected: { first: "leftover-ipv6", or: ["address-private"], who: ["customer"] },
    fixed: healthyApex,
  },
  {
    // help.salesforge.ai, "Why A Record and URL Record Cannot Coexist"; namecheap.com knowledge base 9646
    name: "url-redirect-record",
    story: "A URL redirect record of the registrar took the place of the CNAME.",
    broken: { records: [proof, "shop A 192.64.119.120"] },
    expected: { first: "address-parking", or: ["address-foreign"], who: ["customer"] },
    fixed: healthy,
  },
  {
    // mail-in-a-box/mailinabox#1241: a CNAME from the bare domain to www
    name: "apex-as-an-alias-of-www",
    story: "The apex is a CNAME of www, which points to us: it works for visitors, and hides mail records.",
    host: "@",
    broken: { records: [apexProof, "@ CNAME www", "www CNAME {edge}."], nameservers: ["sloppy"] },
    expected: { first: "cname-at-apex", who: ["customer"], severity: "warning" },
    fixed: { records: [apexProof, ...apexAddresses, "www CNAME {edge}."], nameservers: ["sloppy"] },
  },
  {
    // help.leadconnectorhq.com, "AAAA Record Conflict"; win-acme#2470
    name: "live-apex-gains-an-ipv6-address",
    story: "A hosting panel added its own IPv6 address to a live apex.",
    host: "@",
    broken: { records: [apexProof, ...apexAddresses], changes: ["add @ 60 AAAA 2001:db8:bad::7"] },
    expected: { first: "records-drifted", or: ["leftover-ipv6"], who: ["customer"] },
    fixed: { records: [apexProof, ...apexAddresses], changes: ["add @ 60 MX 10 mail.{zone}."] },
  },
  {
    // cds-snc/dns#455, cloudflare-docs#11779: an NS record at the hostname keeps other records from working
    name: "ns-record-instead-of-a-cname",
    story: "An NS record was created at the hostname instead of a CNAME, with a web server as its target.",
    broken: { records: [proof], below: { shop: ["website.nameservers.test=closed"] } },
    expected: { first: "nameservers-unreachable", or: ["delegation-lame"] },
    fixed: healthy,
  },
  {
    // cunnie/sslip.io#111, mail-in-a-box/mailinabox#1614: the registry's address of a nameserver is an old one
    name: "glue-of-the-former-server",
    story: "The nameserver moved to a new address, and the registry still has the former one, which refuses.",
    broken: { records, nameservers: ["ns1.{zone}=first"], delegatedTo: ["ns1.{zone}=refusing"] },
    expected: { first: "delegation-lame", or: ["nameservers-unreachable", "nameservers-differ"] },
    fixed: { records, nameservers: ["ns1.{zone}=first"], delegatedTo: ["ns1.{zone}=first"] },
  },
  {
    // PowerDNS/pdns#2758: one of two in-domain nameservers has glue of a server that is gone
    name: "one-of-two-glue-records-old",
    story: "The registry has a former address of one of two nameservers, where nothing listens.",
    broken: {
      records,
      nameservers: ["ns1.{zone}=first", "ns2.{zone}=second"],
      delegatedTo: ["ns1.{zone}=first", "ns2.{zone}=closed"],
    },
    expected: { first: "nameservers-partly-failing", or: ["nameservers-differ"], severity: "warning" },
    fixed: {
      records,
      nameservers: ["ns1.{zone}=first", "ns2.{zone}=second"],
      delegatedTo: ["ns1.{zone}=first", "ns2.{zone}=second"],
    },
  },
  {
    // vancluever/terraform-provider-acme#11: the zone names a server of a private zone, which refuses
    name: "extra-nameserver-in-the-zone",
    story: "The zone names a nameserver that the registry does not have, and that refuses.",
    broken: { records, nameservers: ["first", "second", "refusing"], delegatedTo: ["first", "second"] },
    expected: { first: "nameservers-differ", or: ["nameservers-partly-failing"], severity: "warning" },
    fixed: healthy,
  },
  {
    // MicrosoftDocs/azure-docs#59971, ovhlabs/knowledge-base#48: a name in the zone file lacks its final dot
    name: "nameserver-doubled-in-the-zone",
    story: "A nameserver's name in the zone lacks its final dot, so the domain was appended to it.",
    broken: {
      records,
      nameservers: ["first", "second.nameservers.test.{zone}=unnamed"],
      delegatedTo: ["first", "second"],
    },
    expected: { first: "nameservers-differ", or: ["nameservers-partly-failing"], severity: "warning" },
    fixed: healthy,
  },
  {
    // byanush.tech, "How I Fixed Mixed Nameservers"
    name: "registrars-nameservers-beside-the-new",
    story:
      "The new provider's nameserver was added at the registrar, and the registrar's own one, with parking, stayed.",
    broken: {
      records,
      nameservers: ["first"],
      delegatedTo: ["first", "lagging"],
      lagging: ["@ A 34.102.136.180", "* A 34.102.136.180"],
      laggingNameservers: ["lagging"],
    },
    expected: { first: "txt-partly-published", or: ["nameservers-differ", "nameservers-parked"] },
    fixed: { records, nameservers: ["first", "lagging"], lagging: records },
  },
  {
    // TechnitiumSoftware/DnsServer#1480: `ns-375.awsdns-46.com.:`
    name: "nameserver-with-a-colon",
    story: "A colon was pasted with one of the nameservers' names.",
    broken: { records, nameservers: ["first", "second.nameservers.test.\\058=unnamed"] },
    expected: { first: "nameservers-partly-failing", or: ["nameservers-differ"], severity: "warning" },
    fixed: healthy,
  },
  {
    // bloomberg/chef-bcpc#974, datahaven-net/zenaida#376: an address where a nameserver's name belongs
    name: "nameserver-as-an-address",
    story: "The registrar's form took an IP address for a nameserver's name.",
    broken: { records, nameservers: ["127.0.0.1=unnamed"] },
    expected: { first: "nameservers-unreachable", or: ["delegation-missing", "delegation-lame", "zone-not-found"] },
    fixed: healthy,
  },
  {
    // serverdriven.app, "the records were edited in the wrong dashboard"; support.cloudflare.com 204615358
    name: "edited-beside-the-former-platform",
    story: "The domain uses a former platform's nameservers, where a wildcard answers for all names.",
    broken: {
      records,
      nameservers: ["ns1.former-platform.test=lagging"],
      lagging: ["@ A 76.76.21.21", "* A 76.76.21.21"],
    },
    expected: { first: "txt-missing", also: ["wildcard-hides-record"], who: ["customer"] },
    fixed: {
      records,
      nameservers: ["ns1.former-platform.test=lagging"],
      lagging: [...records, "@ A 76.76.21.21", "* A 76.76.21.21"],
    },
  },
  {
    // NLnetLabs/unbound#1101, TechnitiumSoftware/DnsServer#1118 (SignatureNotYetValid)
    name: "signatures-from-the-future",
    story: "The signing server's clock is wrong, so the signatures are not valid yet.",
    broken: { records, signing: "future" },
    expected: { first: "dnssec-broken", who: ["dns_provider", "customer"] },
    fixed: { records, signing: "valid" },
  },
  {
    // zonemaster/zonemaster#362, dnsimple-support#195: a DS record without a signed zone, here at a subdomain
    name: "ds-of-a-subdomain-left",
    story: "shop moved to a provider that does not sign, and the signed zone above still has its DS record.",
    broken: {
      records: [`shop DS 31337 13 2 ${"ab".repeat(32)}`],
      signing: "valid",
      zonesBelow: {
        shop: {
          records: ["@ A 203.0.113.10", "@ A 203.0.113.11", `${challengeLabel} TXT "{token}"`],
          nameservers: ["lagging"],
        },
      },
    },
    expected: { first: "dnssec-broken", who: ["dns_provider", "customer"] },
    fixed: {
      records: [],
      signing: "valid",
      zonesBelow: {
        shop: {
          records: ["@ A 203.0.113.10", "@ A 203.0.113.11", `${challengeLabel} TXT "{token}"`],
          nameservers: ["lagging"],
        },
      },
    },
  },
  {
    // YunoHost/issues#1247: `0 issue 'letsencrypt.org'` became `"'letsencrypt.org'"`
    name: "caa-in-single-quotes",
    story: "The CA's name was entered with single quotes, which are now part of it.",
    broken: { records: [...records, "@ CAA 0 issue \"'letsencrypt.org'\""], handshake: "refused" },
    expected: { first: "caa-forbids", who: ["customer"] },
    fixed: { records: [...records, '@ CAA 0 issue "letsencrypt.org"'] },
  },
  {
    // community.replicated.com/t/1526: a company's list of CAs, with tags in mixed case
    name: "caa-of-a-companys-list",
    story: "A company's list of ten CAs lacks ours.",
    broken: {
      records: [
        ...records,
        ...["globalsign.com", "digicert.com", "identrust.com", "pki.goog", "amazon.com", "sectigo.com"].map(
          (ca) => `@ CAA 0 issue "${ca}"`,
        ),
        '@ CAA 0 Issuewild "quovadisglobal.com"',
        '@ CAA 0 Iodef "mailto:infosec@{zone}"',
      ],
      handshake: "refused",
    },
    expected: { first: "caa-forbids", who: ["customer"] },
    // Tags are case-insensitive (RFC 8659, section 4).
    fixed: {
      records: [
        ...records,
        '@ CAA 0 issue "globalsign.com"',
        '@ CAA 0 Issue "letsencrypt.org"',
        '@ CAA 0 Iodef "mailto:infosec@{zone}"',
      ],
    },
  },
  {
    // certbot#2159, letsencrypt/website#179: firewalls that drop queries of unknown types
    name: "caa-queries-dropped",
    story: "A firewall in front of the nameserver drops queries for CAA, so a CA does not issue.",
    broken: { records, nameservers: ["dropping"], handshake: "refused" },
    expected: { first: "caa-unclear", also: ["certificate-refused"], who: ["dns_provider", "customer"] },
    fixed: healthy,
  },
  {
    // letsencrypt/boulder#2755: the zone above drops CAA queries, and the hostname is a zone of its own
    name: "caa-dropped-by-the-zone-above",
    story: "The hostname is a zone of its own without CAA records, and the nameserver above drops queries for CAA.",
    broken: {
      records: [],
      nameservers: ["dropping"],
      zonesBelow: {
        shop: {
          records: ["@ A 203.0.113.10", "@ A 203.0.113.11", `${challengeLabel} TXT "{token}"`],
          // Not at the server above: it has to refer.
          nameservers: ["lagging"],
        },
      },
      handshake: "refused",
    },
    expected: { first: "caa-unclear", also: ["certificate-refused"], who: ["dns_provider", "customer"] },
    // With a CAA record of its own, no CA asks above.
    fixed: {
      records: [],
      nameservers: ["dropping"],
      zonesBelow: {
        shop: {
          records: [
            "@ A 203.0.113.10",
            "@ A 203.0.113.11",
            `${challengeLabel} TXT "{token}"`,
            '@ CAA 0 issue "letsencrypt.org"',
          ],
          nameservers: ["lagging"],
        },
      },
    },
  },
  {
    // letsencrypt/boulder#1618, certbot#2159: answers about CAA differ between servers
    name: "caa-on-one-nameserver",
    story: "One of two nameservers has a CAA record that forbids our CA, so it depends on which one the CA asks.",
    broken: {
      records,
      nameservers: ["first", "lagging"],
      lagging: [...records, '@ CAA 0 issue "digicert.com"'],
    },
    expected: { first: "caa-forbids", or: ["caa-unclear"], severity: "warning" },
    fixed: {
      records: [...records, '@ CAA 0 issue "letsencrypt.org"'],
      nameservers: ["first", "lagging"],
      lagging: [...records, '@ CAA 0 issue "letsencrypt.org"'],
    },
  },
  {
    // MicrosoftDocs/azure-docs#72884: a provider whose shortest TTL is four hours
    name: "txt-old-value-in-caches",
    story: "The TXT record was corrected, and resolvers cache the former value for four hours.",
    broken: {
      records: [pointer, `${challengeName} 14400 TXT "${olderToken}"`],
      asked: [`${challengeName} TXT`],
      changes: [`delete ${challengeName} TXT`, `add ${challengeName} 60 TXT "{token}"`],
    },
    expected: { first: "old-answer-cached", severity: "info" },
    fixed: { records: [pointer, `${challengeName} 14400 TXT "{token}"`], asked: [`${challengeName} TXT`] },
  },
];
