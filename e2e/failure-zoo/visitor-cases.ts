import { healthy, proof, type ZooCase } from "@/e2e/failure-zoo/zoo-case";
import type { Visit, VisitStep } from "@/lib/platform/ports/edge";

const behindCdn = [proof, "shop A 104.16.132.229", "shop A 104.16.133.229"];

const step = (parts: Partial<VisitStep>): VisitStep => ({
  url: "https://shop.test/",
  status: 200,
  location: null,
  server: "cloudflare",
  proven: false,
  ...parts,
});
const visit = (steps: VisitStep[], parts: Partial<Visit> = {}): Visit => ({
  steps,
  end: "answered",
  failure: null,
  page: null,
  ...parts,
});

/** Names that our edge answers behind, and at which visitors do not get the site. */
export const visitorCases: readonly ZooCase[] = [
  {
    name: "cdn-speaks-http-to-us",
    story:
      "The CDN takes visitors over HTTPS and passes them on over plain HTTP (“Flexible”): redirects without an end.",
    broken: {
      records: behindCdn,
      visit: visit([step({ status: 308, location: "https://shop.test/", proven: true })], { end: "loop" }),
    },
    expected: { first: "redirect-loop" },
    fixed: healthy,
  },
  {
    name: "cdn-redirects-to-http",
    story: "A forwarding rule of the CDN sends HTTPS to HTTP, and our edge sends it back.",
    broken: {
      records: behindCdn,
      visit: visit(
        [
          step({ status: 301, location: "http://shop.test/" }),
          step({ url: "http://shop.test/", status: 308, location: "https://shop.test/", proven: true }),
        ],
        { end: "loop" },
      ),
    },
    expected: { first: "redirect-loop" },
    fixed: healthy,
  },
  {
    name: "access-page-before-the-site",
    story: "The CDN asks visitors to sign in, and lets only some paths through.",
    broken: {
      records: behindCdn,
      visit: visit([step({ status: 302, location: "https://team.cloudflareaccess.com/login" })], {
        end: "leaves",
        page: "login",
      }),
    },
    expected: { first: "visitors-see-another-page" },
    fixed: healthy,
  },
  {
    name: "rule-answers-in-place-of-the-site",
    story: "A rule of the proxy answers the page itself, and passes other paths on.",
    broken: { records: behindCdn, visit: visit([step({ server: "nginx" })]) },
    expected: { first: "visitors-see-another-page" },
    fixed: healthy,
  },
  {
    name: "proxy-without-https",
    story: "The customer's own proxy forwards HTTP to us, and does not listen to HTTPS.",
    broken: {
      records: [proof, "shop A 198.51.100.7"],
      visit: visit([], { end: "failed", failure: { kind: "refused", reason: "ECONNREFUSED" } }),
    },
    expected: { first: "https-fails-at-proxy" },
    fixed: healthy,
  },
];
