import type { PageKind } from "@/lib/platform/ports/edge";

/** An answer as it is judged: names of headers in lower case, `text` the first part of the body. */
export type AnsweredPage = {
  status: number;
  location: string | null;
  server: string | null;
  headers: Readonly<Record<string, string>>;
  text: string;
};

type Sign = {
  kind: PageKind;
  status?: readonly number[];
  header?: readonly [name: string, value: RegExp];
  text?: RegExp;
  location?: RegExp;
};

/**
 * Data: how pages in front of a site are known. Each row is enough; the first one that fits counts. What is not recognised is
 * only not named: whether our edge answered is decided by its proof.
 */
const signs: readonly Sign[] = [
  { kind: "challenge", header: ["cf-mitigated", /challenge/i] },
  { kind: "challenge", header: ["x-amzn-waf-action", /challenge|captcha/i] },
  { kind: "challenge", header: ["x-vercel-mitigated", /challenge/i] },
  {
    kind: "challenge",
    status: [200, 202, 403, 405, 429, 503],
    text: /<title>just a moment|checking your browser|verify(?:ing)? (?:that )?you are (?:a )?human|_incapsula_resource|\/cdn-cgi\/challenge-platform|sgcaptcha|ddos-guard/i,
  },
  { kind: "login", status: [401] },
  { kind: "login", status: [407] },
  {
    kind: "login",
    location:
      /^https?:\/\/[^/?#]*(?:cloudflareaccess\.com|login\.microsoftonline\.com|accounts\.google\.com|\.okta\.com|\.auth0\.com|\.amazoncognito\.com|\.onelogin\.com)(?:[:/?#]|$)/i,
  },
  { kind: "login", location: /\/(?:log-?in|sign-?in|sso|oauth2?|saml2?|auth|wp-login\.php)(?:[/?#]|$)/i },
  {
    kind: "not_configured",
    text: /there isn.{1,6}t a github pages site here|no such app|no-such-app|deployment_not_found|domain (?:is )?not (?:configured|connected|found)|unknown domain|error 1001|dns resolution error|application not found|fastly error: unknown domain|sorry, this shop is (?:currently )?unavailable|project not found|site not found|default (?:web )?(?:site|page)|welcome to nginx|apache2? .{0,30}default page|it works!/i,
  },
  { kind: "not_configured", status: [421] },
  {
    kind: "maintenance",
    text: /<title>[^<]*(?:maintenance|coming soon|under construction)|(?:under|for|scheduled) maintenance|wartungsarbeiten/i,
  },
  { kind: "proxy_error", status: [502, 504, 520, 521, 522, 523, 524, 525, 526, 527, 530] },
  {
    kind: "proxy_error",
    status: [503],
    text: /backend fetch failed|no healthy upstream|service unavailable|cloudfront|upstream connect error/i,
  },
];

/** What answered in place of the site; null: nothing that we know. Pure. */
export function recognisePage(page: AnsweredPage): PageKind | null {
  return signs.find((sign) => hasSign(page, sign))?.kind ?? null;
}

function hasSign(page: AnsweredPage, { status, header, text, location }: Sign): boolean {
  return (
    (status === undefined || status.includes(page.status)) &&
    (header === undefined || header[1].test(page.headers[header[0]] ?? "")) &&
    (text === undefined || text.test(page.text)) &&
    (location === undefined || (page.location !== null && location.test(page.location)))
  );
}
