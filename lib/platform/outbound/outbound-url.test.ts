import { describe, expect, it } from "vitest";
import { checkOutboundUrl, maxUrlLength, type OutboundRefusal } from "@/lib/platform/outbound/outbound-url";

const host = "https://hooks.acme.com";
const live = { allowLoopback: false };
const sandbox = { allowLoopback: true };

const hostile: [url: string, reason: OutboundRefusal][] = [
  // Not a URL, or one that a parser would correct.
  ["", "invalid_url"],
  ["hooks.acme.com", "invalid_url"],
  ["//hooks.acme.com/", "invalid_url"],
  ["https://", "invalid_url"],
  ["https://:443/", "invalid_url"],
  ["https://hooks.acme.com:99999/", "invalid_url"],
  ["https://hooks acme.com/", "invalid_url"],
  [" https://hooks.acme.com/", "invalid_url"],
  ["https://hooks.acme.com/a\r\nHost: 127.0.0.1", "invalid_url"],
  ["ht\ttps://hooks.acme.com/", "invalid_url"],
  ["https://hooks.acme.com/\u0000", "invalid_url"],
  ["https://hooks.acme.com\\@127.0.0.1/", "invalid_url"],
  ["https://hooks.acme.com%00.evil.net/", "invalid_url"],
  ["https://1.2.3.4.5/", "invalid_url"],
  ["https://256.0.0.1/", "invalid_url"],
  ["https://[::1/", "invalid_url"],
  ["https://[fe80::1%25eth0]/", "invalid_url"],
  ["https://[fe80::1%eth0]/", "invalid_url"],
  [`${host}/${"a".repeat(maxUrlLength)}`, "url_too_long"],
  [`${host}/${"é".repeat(maxUrlLength / 4)}`, "url_too_long"],
  // Schemes.
  ["http://hooks.acme.com/", "scheme_not_allowed"],
  ["http://127.0.0.1/", "scheme_not_allowed"],
  ["ftp://hooks.acme.com/", "scheme_not_allowed"],
  ["file:///etc/passwd", "scheme_not_allowed"],
  ["gopher://127.0.0.1:6379/_SET", "scheme_not_allowed"],
  ["javascript:alert(1)", "scheme_not_allowed"],
  ["data:text/plain,x", "scheme_not_allowed"],
  ["blob:https://hooks.acme.com/x", "scheme_not_allowed"],
  ["wss://hooks.acme.com/", "scheme_not_allowed"],
  ["unix:/var/run/docker.sock", "scheme_not_allowed"],
  // Credentials, also to hide the host behind them.
  ["https://user:secret@hooks.acme.com/", "credentials_in_url"],
  ["https://user@hooks.acme.com/", "credentials_in_url"],
  ["https://hooks.acme.com@127.0.0.1/", "credentials_in_url"],
  ["https://:secret@hooks.acme.com/", "credentials_in_url"],
  // Loopback in every spelling.
  ["https://127.0.0.1/", "address_not_allowed"],
  ["https://127.1/", "address_not_allowed"],
  ["https://127.0.1/", "address_not_allowed"],
  ["https://127.0.0.1./", "address_not_allowed"],
  ["https://2130706433/", "address_not_allowed"],
  ["https://0x7f000001/", "address_not_allowed"],
  ["https://0x7f.0x0.0x0.0x1/", "address_not_allowed"],
  ["https://0177.0.0.1/", "address_not_allowed"],
  ["https://017700000001/", "address_not_allowed"],
  ["https://0x7f.1/", "address_not_allowed"],
  ["https://%31%32%37.0.0.1/", "address_not_allowed"],
  ["https://１２７.0.0.1/", "address_not_allowed"],
  ["https://①②⑦.⓪.⓪.①/", "address_not_allowed"],
  ["https://127。0。0。1/", "address_not_allowed"],
  ["https://127.255.255.254/", "address_not_allowed"],
  ["https://0/", "address_not_allowed"],
  ["https://0.0.0.0/", "address_not_allowed"],
  ["https://[::1]/", "address_not_allowed"],
  ["https://[0:0:0:0:0:0:0:1]/", "address_not_allowed"],
  ["https://[::]/", "address_not_allowed"],
  // Everything else that is not public.
  ["https://10.0.0.1/", "address_not_allowed"],
  ["https://172.16.0.1/", "address_not_allowed"],
  ["https://192.168.1.1:8443/", "address_not_allowed"],
  ["https://100.64.0.1/", "address_not_allowed"],
  ["https://169.254.169.254/latest/meta-data/", "address_not_allowed"],
  ["https://2852039166/latest/meta-data/", "address_not_allowed"],
  ["https://0xa9fea9fe/", "address_not_allowed"],
  ["https://192.0.0.192/", "address_not_allowed"],
  ["https://192.0.2.1/", "address_not_allowed"],
  ["https://198.18.0.1/", "address_not_allowed"],
  ["https://224.0.0.1/", "address_not_allowed"],
  ["https://240.0.0.1/", "address_not_allowed"],
  ["https://255.255.255.255/", "address_not_allowed"],
  ["https://[::ffff:127.0.0.1]/", "address_not_allowed"],
  ["https://[::ffff:a9fe:a9fe]/", "address_not_allowed"],
  ["https://[::ffff:8.8.8.8]/", "address_not_allowed"],
  ["https://[::127.0.0.1]/", "address_not_allowed"],
  ["https://[64:ff9b::10.0.0.1]/", "address_not_allowed"],
  ["https://[64:ff9b:1::a00:1]/", "address_not_allowed"],
  ["https://[2002:7f00:1::]/", "address_not_allowed"],
  ["https://[2001:0:7f00:1::]/", "address_not_allowed"],
  ["https://[fd00:ec2::254]/", "address_not_allowed"],
  ["https://[fe80::1]/", "address_not_allowed"],
  ["https://[fec0::1]/", "address_not_allowed"],
  ["https://[100::1]/", "address_not_allowed"],
  ["https://[2001:db8::1]/", "address_not_allowed"],
  ["https://[ff02::1]/", "address_not_allowed"],
  // Public addresses, and names that only a private network knows.
  ["https://8.8.8.8/", "host_not_allowed"],
  ["https://134744072/", "host_not_allowed"],
  ["https://[2606:4700:4700::1111]/", "host_not_allowed"],
  ["https://localhost/", "host_not_allowed"],
  ["https://LOCALHOST:8443/", "host_not_allowed"],
  ["https://localhost./", "host_not_allowed"],
  ["https://loc\u00adalhost/", "host_not_allowed"],
  ["https://ｌocalhost/", "host_not_allowed"],
  ["https://hooks.localhost/", "host_not_allowed"],
  ["https://localhost.localdomain/", "host_not_allowed"],
  ["https://metadata.google.internal/computeMetadata/v1/", "host_not_allowed"],
  ["https://metadata.google.internal./", "host_not_allowed"],
  ["https://internal/", "host_not_allowed"],
  ["https://printer.local/", "host_not_allowed"],
  ["https://nas.home.arpa/", "host_not_allowed"],
  ["https://service.onion/", "host_not_allowed"],
  ["https://redis/", "host_not_allowed"],
  ["https://hooks..acme.com/", "host_not_allowed"],
  ["https://hooks.acme.com../", "host_not_allowed"],
  [`https://${"a".repeat(64)}.acme.com/`, "host_not_allowed"],
  [`https://${"a.".repeat(130)}com/`, "host_not_allowed"],
  // Services that are not HTTP.
  ["https://hooks.acme.com:0/", "port_not_allowed"],
  ["https://hooks.acme.com:22/", "port_not_allowed"],
  ["https://hooks.acme.com:25/", "port_not_allowed"],
  ["https://hooks.acme.com:53/", "port_not_allowed"],
  ["https://hooks.acme.com:5432/", "port_not_allowed"],
  ["https://hooks.acme.com:6379/", "port_not_allowed"],
  ["https://hooks.acme.com:6667/", "port_not_allowed"],
  ["https://hooks.acme.com:11211/", "port_not_allowed"],
];

describe("a URL that is refused when it is saved", () => {
  it.each(hostile)("%j: %s", (url, reason) => {
    expect(checkOutboundUrl(url, live)).toEqual({ ok: false, reason, message: expect.stringMatching(/^.{10,}\.$/su) });
  });
});

describe("a URL that is taken", () => {
  it.each([
    ["https://hooks.acme.com", "https://hooks.acme.com/"],
    ["https://HOOKS.acme.com./in?key=1#part", "https://hooks.acme.com/in?key=1"],
    ["https://hooks.acme.com:443/", "https://hooks.acme.com/"],
    ["https://hooks.acme.com:80/", "https://hooks.acme.com:80/"],
    ["https://hooks.acme.com:3000/", "https://hooks.acme.com:3000/"],
    ["https://hooks.acme.com:8443/", "https://hooks.acme.com:8443/"],
    ["https://hooks.acme.com:49152/", "https://hooks.acme.com:49152/"],
    ["https://bücher.example.com/", "https://xn--bcher-kva.example.com/"],
    ["https://web_hooks.acme.com/", "https://web_hooks.acme.com/"],
    ["https://localhost.acme.com/", "https://localhost.acme.com/"],
    ["https://internal.acme.com/", "https://internal.acme.com/"],
    ["https://notlocal.com/", "https://notlocal.com/"],
    ["https://127.0.0.1.nip.io/", "https://127.0.0.1.nip.io/"],
  ])("%s is sent as %s", (url, sent) => {
    const checked = checkOutboundUrl(url, live);
    expect(checked.ok && checked.url.href).toBe(sent);
  });

  it("may be as long as the limit, and no longer", () => {
    const longest = `${host}/${"a".repeat(maxUrlLength - host.length - 1)}`;
    expect(checkOutboundUrl(longest, live)).toMatchObject({ ok: true });
    expect(checkOutboundUrl(`${longest}a`, live)).toMatchObject({ ok: false, reason: "url_too_long" });
  });
});

describe("the sandbox", () => {
  it.each([
    "http://127.0.0.1:4010/in",
    "http://127.1/",
    "http://127.9.9.9:5432/",
    "http://[::1]:4010/",
    "http://localhost:6379/",
    "http://hooks.localhost/",
    "http://receiver.acme.test:4010/",
    "https://127.0.0.1:4010/",
    "https://hooks.acme.com/",
  ])("takes %s", (url) => {
    expect(checkOutboundUrl(url, sandbox)).toMatchObject({ ok: true });
  });

  it.each([
    ["http://10.0.0.1/", "address_not_allowed"],
    ["http://169.254.169.254/", "address_not_allowed"],
    ["http://0.0.0.0:4010/", "address_not_allowed"],
    ["http://[::ffff:127.0.0.1]/", "address_not_allowed"],
    ["http://8.8.8.8/", "host_not_allowed"],
    ["http://metadata.google.internal/", "host_not_allowed"],
    ["http://printer.local/", "host_not_allowed"],
    ["http://user@127.0.0.1/", "credentials_in_url"],
    ["ftp://127.0.0.1/", "scheme_not_allowed"],
    ["https://hooks.acme.com:22/", "port_not_allowed"],
  ])("still refuses %s: %s", (url, reason) => {
    expect(checkOutboundUrl(url, sandbox)).toMatchObject({ ok: false, reason });
  });
});
