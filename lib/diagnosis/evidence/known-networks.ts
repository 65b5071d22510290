/**
 * Data: networks by their published ranges (CIDR), and names that only they use. Small on purpose: what is missing here is
 * reported as a foreign address, which is also true.
 */
export type KnownNetwork = {
  name: string;
  ranges: readonly string[];
  /** Suffixes of its alias targets, on label boundaries. */
  targets: readonly string[];
  /** How to turn it off, where that is one switch. */
  hint?: string;
  /** How to have it connect to its origin over HTTPS. */
  httpsHint?: string;
};

/** Proxies that answer in front of an origin. Ranges: cloudflare.com/ips, api.fastly.com/public-ip-list, ip-ranges.amazonaws.com. */
export const cdns: readonly KnownNetwork[] = [
  {
    name: "Cloudflare",
    ranges: [
      "173.245.48.0/20",
      "103.21.244.0/22",
      "103.22.200.0/22",
      "103.31.4.0/22",
      "141.101.64.0/18",
      "108.162.192.0/18",
      "190.93.240.0/20",
      "188.114.96.0/20",
      "197.234.240.0/22",
      "198.41.128.0/17",
      "162.158.0.0/15",
      "104.16.0.0/13",
      "104.24.0.0/14",
      "172.64.0.0/13",
      "131.0.72.0/22",
      "2400:cb00::/32",
      "2606:4700::/32",
      "2803:f800::/32",
      "2405:b500::/32",
      "2405:8100::/32",
      "2a06:98c0::/29",
      "2c0f:f248::/32",
    ],
    targets: ["cdn.cloudflare.net"],
    hint: "In Cloudflare open DNS › Records, edit the record, and click the orange cloud so that it turns grey (“DNS only”).",
    httpsHint: "In Cloudflare open SSL/TLS › Overview, and set the encryption mode to “Full (strict)”.",
  },
  {
    name: "Fastly",
    ranges: [
      "23.235.32.0/20",
      "43.249.72.0/22",
      "103.244.50.0/24",
      "103.245.222.0/23",
      "103.245.224.0/24",
      "104.156.80.0/20",
      "140.248.64.0/18",
      "140.248.128.0/17",
      "146.75.0.0/17",
      "151.101.0.0/16",
      "157.52.64.0/18",
      "167.82.0.0/17",
      "172.111.64.0/18",
      "185.31.16.0/22",
      "199.27.72.0/21",
      "199.232.0.0/16",
      "2a04:4e40::/32",
      "2a04:4e42::/32",
    ],
    targets: ["fastly.net", "fastlylb.net", "freetls.fastly.net"],
    httpsHint: "In Fastly edit the host of the service: enable TLS, with port 443.",
  },
  {
    name: "Amazon CloudFront",
    ranges: [
      "3.160.0.0/14",
      "13.32.0.0/15",
      "13.35.0.0/16",
      "13.224.0.0/14",
      "13.249.0.0/16",
      "18.64.0.0/14",
      "18.154.0.0/15",
      "18.160.0.0/15",
      "18.164.0.0/15",
      "18.172.0.0/15",
      "18.238.0.0/15",
      "18.244.0.0/15",
      "52.84.0.0/15",
      "52.222.128.0/17",
      "54.182.0.0/16",
      "54.192.0.0/16",
      "54.230.0.0/17",
      "54.239.128.0/18",
      "65.8.0.0/16",
      "65.9.0.0/17",
      "70.132.0.0/18",
      "99.84.0.0/16",
      "99.86.0.0/16",
      "108.138.0.0/15",
      "108.156.0.0/14",
      "143.204.0.0/16",
      "2600:9000::/28",
    ],
    targets: ["cloudfront.net"],
    httpsHint: "In CloudFront edit the distribution's origin, and set its protocol to “HTTPS only”.",
  },
  {
    name: "Akamai",
    ranges: [],
    targets: ["edgekey.net", "edgesuite.net", "akamaiedge.net", "akamai.net"],
  },
  {
    name: "bunny.net",
    ranges: [],
    targets: ["b-cdn.net"],
    httpsHint: "In bunny.net edit the pull zone, and enter the origin URL with https://.",
  },
  {
    name: "Azure Front Door",
    ranges: [],
    targets: ["azurefd.net", "azureedge.net"],
    httpsHint: "In Azure Front Door edit the route, and set its forwarding protocol to “HTTPS only”.",
  },
  { name: "Imperva", ranges: [], targets: ["incapdns.net"] },
];

/** Parking pages of registrars and domain dealers. Addresses as given on their help pages. */
export const parkingNetworks: readonly KnownNetwork[] = [
  {
    name: "GoDaddy",
    ranges: [
      "34.102.136.180/32",
      "3.33.130.190/32",
      "15.197.148.33/32",
      "15.197.142.173/32",
      "3.33.152.147/32",
      "76.223.105.230/32",
      "13.248.243.5/32",
      // Forwarding.
      "15.197.225.128/32",
      "3.33.251.168/32",
    ],
    targets: ["afternic.com"],
  },
  { name: "Sedo", ranges: ["91.195.240.0/23", "64.190.62.0/23"], targets: ["sedoparking.com"] },
  { name: "Bodis", ranges: ["199.59.240.0/22"], targets: ["bodis.com"] },
  { name: "ParkingCrew", ranges: ["185.53.176.0/22"], targets: ["parkingcrew.net"] },
  { name: "Above.com", ranges: ["103.224.182.0/23", "103.224.212.0/22"], targets: ["above.com"] },
  {
    name: "Namecheap",
    ranges: ["192.64.119.0/24", "198.54.117.192/26", "162.255.119.0/24"],
    targets: ["parkingpage.namecheap.com"],
  },
  { name: "Porkbun", ranges: ["44.227.65.245/32", "44.227.76.166/32"], targets: ["porkbun.com"] },
  { name: "Dan.com", ranges: ["3.64.163.50/32"], targets: ["dan.com", "undeveloped.com"] },
  { name: "OVHcloud", ranges: ["213.186.33.5/32"], targets: [] },
  { name: "Gandi", ranges: ["217.70.184.38/32"], targets: ["webredir.gandi.net"] },
  { name: "Network Solutions", ranges: ["208.91.197.0/24"], targets: [] },
  { name: "Hover", ranges: ["216.40.34.41/32"], targets: [] },
];
