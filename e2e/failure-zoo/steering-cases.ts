import {
  apexAddresses,
  apexProof,
  healthy,
  pointer,
  proof,
  type Setting,
  type ZooCase,
} from "@/e2e/failure-zoo/zoo-case";

const former = "shops.nameservers.test.";

function withHttps(value: string): Setting {
  return { records: [apexProof, ...apexAddresses, `@ HTTPS ${value}`] };
}

function httpsCase(name: string, story: string, value: string, right: string): ZooCase {
  const record = `delete @ HTTPS ${value.replace(/\.$/, "")}`;
  return {
    name,
    story,
    host: "@",
    broken: withHttps(value),
    expected: { first: "https-record", record, live: true },
    fixed: withHttps(right),
  };
}

/** Records that send some visitors elsewhere, beside the right ones. */
export const steeringCases: ZooCase[] = [
  {
    name: "two-cnames",
    story: "The provider accepted a second CNAME at the same name. The former one is still there.",
    broken: { records: [proof, pointer, `shop CNAME ${former}`], nameservers: ["sloppy"] },
    expected: { first: "cname-several", record: "delete shop CNAME shops.nameservers.test" },
    fixed: { records: [proof, pointer], nameservers: ["sloppy"] },
  },
  {
    name: "two-cnames-behind-an-alias",
    story: "The hostname is an alias of www, and www has two CNAMEs.",
    broken: {
      records: [proof, "shop CNAME www.{zone}.", `www CNAME ${former}`, "www CNAME {edge}."],
      nameservers: ["sloppy"],
    },
    expected: { first: "cname-several" },
    fixed: healthy,
  },
  httpsCase(
    "https-record-with-former-hints",
    "The addresses are right, and an HTTPS record of the former host still has its address as a hint.",
    "1 . alpn=h2 ipv4hint=198.51.100.60",
    "1 . alpn=h2 ipv4hint=203.0.113.10",
  ),
  httpsCase(
    "https-record-is-an-alias",
    "The addresses are right, and an HTTPS record makes the name an alias of the former platform.",
    "0 shops.nameservers.test.",
    "0 edge.latchkey.test.",
  ),
  httpsCase(
    "https-record-with-a-foreign-key",
    "An HTTPS record has the former proxy's key for encrypted handshakes.",
    "1 . alpn=h2 ech=AEX+DQ==",
    "1 . alpn=h2,h3",
  ),
  httpsCase(
    "https-record-with-a-port",
    "An HTTPS record names a port of the former server.",
    "1 . port=8443",
    "1 . port=443",
  ),
];
