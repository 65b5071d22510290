import { expect, it } from "vitest";
import type { DesiredRecord } from "@/lib/dns/records";
import { toTerraform } from "@/lib/dns/records/terraform";
import { quotedStrings, toZoneFile } from "@/lib/dns/records/zone-file";

const challenge = "_customdomain-challenge.shop.example.com";

const records: DesiredRecord[] = [
  { host: challenge, type: "TXT", value: "cd-verify-abc", ttl: 300 },
  { host: "shop.example.com", type: "CNAME", value: "edge.example.net", ttl: 300 },
];

const apex: DesiredRecord[] = [
  { host: "_customdomain-challenge.example.com", type: "TXT", value: "cd-verify-abc", ttl: 300 },
  { host: "example.com", type: "A", value: "192.0.2.1", ttl: 300 },
  { host: "example.com", type: "A", value: "192.0.2.2", ttl: 120 },
  { host: "example.com", type: "AAAA", value: "2001:db8::1", ttl: 300 },
];

it("writes a zone file with whole names and quoted text", () => {
  expect(toZoneFile("shop.example.com", records)).toBe(`; DNS records for shop.example.com
_customdomain-challenge.shop.example.com. 300 IN TXT "cd-verify-abc"
shop.example.com. 300 IN CNAME edge.example.net.
`);
});

it.each([
  ["", '""'],
  ['say "hi" \\ there', '"say \\"hi\\" \\\\ there"'],
  ["a;b", '"a;b"'],
  ["ü\n", '"\\195\\188\\010"'],
  ["x".repeat(300), `"${"x".repeat(255)}" "${"x".repeat(45)}"`],
])("writes the text %j as strings of at most 255 octets", (value, expected) => {
  expect(quotedStrings(value)).toBe(expected);
});

it("writes Cloudflare's resources, not proxied and with a TTL that it accepts", () => {
  expect(toTerraform("cloudflare", "example.com", [{ ...records[1], ttl: 30 } as DesiredRecord])).toBe(`\
variable "cloudflare_zone_id" {
  type        = string
  description = "The zone example.com"
}

resource "cloudflare_dns_record" "cname_shop_example_com" {
  zone_id = var.cloudflare_zone_id
  name    = "shop.example.com"
  type    = "CNAME"
  content = "edge.example.net"
  ttl     = 60
  proxied = false
}
`);
  expect(toTerraform("cloudflare", "example.com", records)).toContain('content = "\\"cd-verify-abc\\""');
});

it("writes one resource of Route 53 for each name and type", () => {
  const text = toTerraform("route53", "example.com", apex);
  expect(text).toContain(`\
resource "aws_route53_record" "a_example_com" {
  zone_id = var.route53_zone_id
  name    = "example.com"
  type    = "A"
  ttl     = 120
  records = ["192.0.2.1", "192.0.2.2"]
}`);
  expect(text.match(/^resource /gm)).toHaveLength(3);
  expect(text).toContain('records = ["cd-verify-abc"]');
  const long: DesiredRecord = { host: challenge, type: "TXT", value: "x".repeat(300), ttl: 300 };
  expect(toTerraform("route53", "example.com", [long])).toContain(`["${"x".repeat(255)}\\"\\"${"x".repeat(45)}"]`);
});

it("writes DigitalOcean's resources relative to the domain", () => {
  expect(toTerraform("digitalocean", "example.com", records)).toBe(`\
resource "digitalocean_record" "txt_customdomain_challenge_shop_example_com" {
  domain = "example.com"
  type   = "TXT"
  name   = "_customdomain-challenge.shop"
  value  = "cd-verify-abc"
  ttl    = 300
}

resource "digitalocean_record" "cname_shop_example_com" {
  domain = "example.com"
  type   = "CNAME"
  name   = "shop"
  value  = "edge.example.net."
  ttl    = 300
}
`);
  const text = toTerraform("digitalocean", "example.com", apex);
  expect(text.match(/name {3}= "@"/g)).toHaveLength(3);
  expect(text).toContain('"a_example_com_2"');
});

it("writes Google's record sets with final dots and quoted text", () => {
  const text = toTerraform("google", "example.com", records);
  expect(text).toContain(`\
resource "google_dns_record_set" "cname_shop_example_com" {
  managed_zone = var.google_managed_zone
  name         = "shop.example.com."
  type         = "CNAME"
  ttl          = 300
  rrdatas      = ["edge.example.net."]
}`);
  expect(text).toContain('rrdatas      = ["\\"cd-verify-abc\\""]');
});

it("lets no value start a Terraform template", () => {
  const sly: DesiredRecord = { host: challenge, type: "TXT", value: `$${"{"}file("/etc/passwd")} %{ if`, ttl: 300 };
  const text = toTerraform("digitalocean", "example.com", [sly]);
  expect(text).toContain('value  = "$${file(\\"/etc/passwd\\")} %%{ if"');
});
