import { describe, expect, it } from "vitest";
import { providers } from "@/lib/dns/providers/catalog";
import { detectProvider } from "@/lib/dns/providers/detect-provider";

/** Nameserver sets as the providers hand them out. */
const sets: [key: string, nameservers: string[]][] = [
  ["cloudflare", ["alice.ns.cloudflare.com", "bob.ns.cloudflare.com"]],
  ["cloudflare", ["blue.foundationdns.com", "blue.foundationdns.net", "blue.foundationdns.org"]],
  ["route53", ["ns-1234.awsdns-56.com", "ns-12.awsdns-01.net", "ns-2000.awsdns-58.co.uk", "ns-700.awsdns-23.org"]],
  ["google_cloud_dns", ["ns-cloud-a1.googledomains.com", "ns-cloud-a2.googledomains.com"]],
  ["azure_dns", ["ns1-09.azure-dns.com", "ns2-09.azure-dns.net", "ns3-09.azure-dns.org", "ns4-09.azure-dns.info"]],
  ["godaddy", ["ns33.domaincontrol.com", "ns34.domaincontrol.com"]],
  ["namecheap", ["dns1.registrar-servers.com", "dns2.registrar-servers.com"]],
  ["namecheap", ["dns1.namecheaphosting.com", "dns2.namecheaphosting.com"]],
  ["gandi", ["ns-12-a.gandi.net", "ns-123-b.gandi.net", "ns-45-c.gandi.net"]],
  ["ovh", ["dns100.ovh.net", "ns100.ovh.net"]],
  ["ovh", ["dns200.anycast.me", "ns200.anycast.me"]],
  ["ionos", ["ns1045.ui-dns.com", "ns1045.ui-dns.de", "ns1045.ui-dns.org", "ns1045.ui-dns.biz"]],
  ["hetzner", ["hydrogen.ns.hetzner.com", "oxygen.ns.hetzner.com", "helium.ns.hetzner.de"]],
  ["hetzner", ["ns1.your-server.de", "ns.second-ns.com", "ns3.second-ns.de"]],
  ["digitalocean", ["ns1.digitalocean.com", "ns2.digitalocean.com", "ns3.digitalocean.com"]],
  ["dnsimple", ["ns1.dnsimple-edge.com", "ns2.dnsimple-edge.net", "ns3.dnsimple-edge.io", "ns4.dnsimple-edge.org"]],
  ["dnsimple", ["ns1.dnsimple.com", "ns2.dnsimple.com"]],
  ["ns1", ["dns1.p01.nsone.net", "dns2.p01.nsone.net", "dns3.p01.nsone.net", "dns4.p01.nsone.net"]],
  ["dyn", ["ns1.p01.dynect.net", "ns2.p01.dynect.net"]],
  ["oracle_cloud", ["ns1.p68.dns.oraclecloud.net", "ns2.p68.dns.oraclecloud.net"]],
  ["porkbun", ["curitiba.ns.porkbun.com", "fortaleza.ns.porkbun.com", "maceio.ns.porkbun.com"]],
  ["linode", ["ns1.linode.com", "ns2.linode.com"]],
  ["vultr", ["ns1.vultr.com", "ns2.vultr.com"]],
  ["name_com", ["ns1cvw.name.com", "ns2fjz.name.com"]],
  ["vercel", ["ns1.vercel-dns.com", "ns2.vercel-dns.com"]],
  ["desec", ["ns1.desec.io", "ns2.desec.org"]],
  ["wix", ["ns0.wixdns.net", "ns1.wixdns.net"]],
  ["wordpress_com", ["ns1.wordpress.com", "ns2.wordpress.com", "ns3.wordpress.com"]],
  ["hover", ["ns1.hover.com", "ns2.hover.com"]],
  ["dynadot", ["ns1.dyna-ns.net", "ns2.dyna-ns.net"]],
  ["network_solutions", ["ns47.worldnic.com", "ns48.worldnic.com"]],
  ["bluehost", ["ns1.bluehost.com", "ns2.bluehost.com"]],
  ["hostgator", ["ns8091.hostgator.com", "ns8092.hostgator.com"]],
  ["dreamhost", ["ns1.dreamhost.com", "ns2.dreamhost.com", "ns3.dreamhost.com"]],
  ["siteground", ["ns1.siteground.net", "ns2.siteground.net"]],
  ["a2_hosting", ["ns1.a2hosting.com", "ns2.a2hosting.com"]],
  ["hostinger", ["ns1.dns-parking.com", "ns2.dns-parking.com"]],
  ["inmotion", ["ns1.inmotionhosting.com", "ns2.inmotionhosting.com"]],
  ["namesilo", ["ns1.dnsowl.com", "ns2.dnsowl.com", "ns3.dnsowl.com"]],
  ["spaceship", ["launch1.spaceship.net", "launch2.spaceship.net"]],
  ["epik", ["ns3.epik.com", "ns4.epik.com"]],
  ["enom", ["dns1.name-services.com", "dns2.name-services.com"]],
  ["opensrs", ["ns1.systemdns.com", "ns2.systemdns.com", "ns3.systemdns.com"]],
  ["strato", ["docks08.rzone.de", "shades18.rzone.de"]],
  ["united_domains", ["ns.udag.de", "ns.udag.net", "ns.udag.org"]],
  ["inwx", ["ns.inwx.de", "ns2.inwx.de", "ns3.inwx.eu"]],
  ["netcup", ["root-dns.netcup.net", "second-dns.netcup.net", "third-dns.netcup.net"]],
  ["all_inkl", ["ns5.kasserver.com", "ns6.kasserver.com"]],
  ["internetx", ["a.ns14.net", "b.ns14.net", "c.ns14.net", "d.ns14.net"]],
  ["world4you", ["ns1.world4you.at", "ns2.world4you.at"]],
  ["hostpoint", ["ns.hostpoint.ch", "ns2.hostpoint.ch", "ns3.hostpoint.ch"]],
  ["infomaniak", ["ns11.infomaniak.ch", "ns12.infomaniak.ch"]],
  ["infomaniak", ["nsany1.infomaniak.com", "nsany2.infomaniak.com"]],
  ["transip", ["ns0.transip.net", "ns1.transip.nl", "ns2.transip.eu"]],
  ["openprovider", ["ns1.openprovider.nl", "ns2.openprovider.be", "ns3.openprovider.eu"]],
  ["combell", ["ns3.combell.net", "ns4.combell.net"]],
  ["loopia", ["ns1.loopia.se", "ns2.loopia.se"]],
  ["one_com", ["ns01.one.com", "ns02.one.com"]],
  ["simply_com", ["ns1.simply.com", "ns2.simply.com", "ns3.simply.com", "ns4.simply.com"]],
  ["domeneshop", ["ns1.hyp.net", "ns2.hyp.net", "ns3.hyp.net"]],
  ["zone_eu", ["ns.zone.eu", "ns2.zone.ee", "ns3.zonedata.net"]],
  ["fasthosts", ["ns1.livedns.co.uk", "ns2.livedns.co.uk", "ns3.livedns.co.uk"]],
  ["reg_123", ["ns.123-reg.co.uk", "ns2.123-reg.co.uk"]],
  ["mythic_beasts", ["ns1.mythic-beasts.com", "ns2.mythic-beasts.com"]],
  ["register_it", ["ns1.register.it", "ns2.register.it"]],
  ["aruba", ["dns.technorail.com", "dns2.technorail.com", "dns3.arubadns.net", "dns4.arubadns.cz"]],
  ["scaleway", ["ns0.dom.scw.cloud", "ns1.dom.scw.cloud"]],
  ["eurodns", ["ns1.eurodns.com", "ns2.eurodns.com", "ns3.eurodns.com", "ns4.eurodns.com"]],
  ["joker", ["a.ns.joker.com", "b.ns.joker.com", "c.ns.joker.com"]],
  ["forpsi", ["ns.forpsi.net", "ns.forpsi.cz", "ns.forpsi.it"]],
  ["wedos", ["ns.wedos.net", "ns.wedos.com", "ns.wedos.eu", "ns.wedos.cz"]],
  ["active24", ["alfa.ns.active24.cz", "beta.ns.active24.cz", "gama.ns.active24.sk"]],
  ["easydns", ["dns1.easydns.com", "dns2.easydns.net", "dns3.easydns.org", "dns4.easydns.info"]],
  ["cloudns", ["pns21.cloudns.net", "pns22.cloudns.net", "pns23.cloudns.net", "pns24.cloudns.net"]],
  ["constellix", ["ns11.constellix.com", "ns21.constellix.com", "ns41.constellix.net"]],
  ["dns_made_easy", ["ns0.dnsmadeeasy.com", "ns1.dnsmadeeasy.com", "ns2.dnsmadeeasy.com"]],
  ["ultradns", ["pdns1.ultradns.net", "pdns2.ultradns.net", "pdns3.ultradns.org", "pdns6.ultradns.co.uk"]],
  ["akamai", ["a1-97.akam.net", "a9-65.akam.net"]],
  ["bunny", ["kiki.bunny.net", "coco.bunny.net"]],
  ["gcore", ["ns1.gcorelabs.net", "ns2.gcdn.services"]],
  ["rackspace", ["dns1.stabletransit.com", "dns2.stabletransit.com"]],
  ["alibaba", ["dns9.hichina.com", "dns10.hichina.com"]],
  ["alibaba", ["vip3.alidns.com", "vip4.alidns.com"]],
  ["dnspod", ["f1g1ns1.dnspod.net", "f1g1ns2.dnspod.net"]],
  ["dnspod", ["ns3.dnsv4.com", "ns4.dnsv4.com"]],
  ["yandex_360", ["dns1.yandex.net", "dns2.yandex.net"]],
  ["yandex_cloud", ["ns1.yandexcloud.net", "ns2.yandexcloud.net"]],
  ["reg_ru", ["ns1.reg.ru", "ns2.reg.ru"]],
  ["ru_center", ["ns3-l2.nic.ru", "ns4-l2.nic.ru", "ns8-l2.nic.ru"]],
  ["beget", ["ns1.beget.com", "ns2.beget.com", "ns1.beget.pro", "ns2.beget.pro"]],
  ["timeweb", ["ns1.timeweb.ru", "ns2.timeweb.ru", "ns3.timeweb.org", "ns4.timeweb.org"]],
  ["locaweb", ["ns1.locaweb.com.br", "ns2.locaweb.com.br", "ns3.locaweb.com.br"]],
  ["sakura", ["ns1.dns.ne.jp", "ns2.dns.ne.jp"]],
  ["onamae", ["01.dnsv.jp", "02.dnsv.jp", "03.dnsv.jp", "04.dnsv.jp"]],
  ["xserver", ["ns1.xserver.jp", "ns2.xserver.jp"]],
  ["value_domain", ["ns1.value-domain.com", "ns2.value-domain.com"]],
  ["crazy_domains", ["ns1.crazydomains.com", "ns2.crazydomains.com"]],
  ["ventraip", ["ns1.nameserver.net.au", "ns2.nameserver.net.au", "ns3.nameserver.net.au"]],
  ["njalla", ["1-you.njalla.no", "2-can.njalla.in", "3-get.njalla.fo"]],
  ["afraid", ["ns1.afraid.org", "ns2.afraid.org"]],
  ["hurricane_electric", ["ns1.he.net", "ns2.he.net", "ns3.he.net", "ns4.he.net", "ns5.he.net"]],
  ["csc", ["udns1.cscdns.net", "udns2.cscdns.uk"]],
  ["markmonitor", ["ns1.markmonitor.com", "ns2.markmonitor.com"]],
];

describe("detectProvider", () => {
  it("is shown sets of at least 60 providers", () => {
    expect(new Set(sets.map(([key]) => key)).size).toBeGreaterThanOrEqual(60);
  });

  it.each(sets)("knows %s by its nameservers", (key, nameservers) => {
    expect(detectProvider(nameservers)?.key).toBe(key);
    expect(detectProvider(nameservers.map((name) => `${name.toUpperCase()}.`))?.key).toBe(key);
    expect(detectProvider([...nameservers].reverse())?.key).toBe(key);
  });

  it.each(providers.map((provider) => [provider.key, provider] as const))(
    "finds %s by each of its suffixes",
    (key, provider) => {
      for (const suffix of provider.nameserverSuffixes) {
        expect(detectProvider([`ns1.${suffix.replace("#", "07")}`])?.key).toBe(key);
      }
    },
  );

  it("finds no provider without nameservers, or with unknown ones", () => {
    expect(detectProvider([])).toBeNull();
    expect(detectProvider(["ns1.example.com", "ns2.example.com", "", "."])).toBeNull();
  });

  it("matches whole labels only", () => {
    expect(detectProvider(["ns1.notgandi.net"])).toBeNull();
    expect(detectProvider(["ns1.gandi.net.example.com"])).toBeNull();
    expect(detectProvider(["ns.myawsdns-12.com"])).toBeNull();
    expect(detectProvider(["ns.awsdns-.com"])).toBeNull();
    expect(detectProvider(["www.cloudflare.com"])).toBeNull();
  });

  it("goes with the most nameservers of a mixed set, and does not count those that it does not know", () => {
    const mixed = [
      "ns1.he.net",
      "dns1.easydns.com",
      "dns2.easydns.net",
      "a.example.com",
      "b.example.com",
      "c.example.com",
    ];
    expect(detectProvider(mixed)?.key).toBe("easydns");
  });

  it("counts a nameserver that is named twice once", () => {
    expect(detectProvider(["ns1.he.net", "NS1.he.net.", "dns1.easydns.com", "dns2.easydns.com"])?.key).toBe("easydns");
  });

  it("names nobody where two providers have equally many", () => {
    expect(detectProvider(["ns1.he.net", "dns1.easydns.com"])).toBeNull();
  });

  it("lets nameservers that several companies share yield to any other", () => {
    const squarespace = ["ns01", "ns02"].map((host) => `${host}.squarespacedns.com`);
    const shared = [1, 2, 3, 4].map((host) => `dns${host}.p05.nsone.net`);
    expect(detectProvider([...shared, ...squarespace])?.key).toBe("squarespace");
  });
});
