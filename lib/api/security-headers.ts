/** Facts of this installation, and of one request. */
export type SecurityFacts = { https: boolean; scriptHash: string; readonly nonce: string };

type Policy = {
  name: string;
  paths: RegExp;
  /** What the answer may load: a page of ours, the sample page as an integrator's strict one, or nothing (data and files). */
  content: "page" | "sample" | "nothing";
  /** Who may show it in a frame. `'none'` with `mayNameMore`: unless the answer's own policy names an application's origins. */
  frameAncestors: string;
  mayNameMore?: true;
  referrer: string;
  /** Which windows of other sites it may know, and be known to. Default: none. */
  openers?: "same-origin-allow-popups" | "unsafe-none";
};

/** By decoded path; the first row that matches counts. */
const policies: readonly Policy[] = [
  {
    name: "data",
    paths:
      /^\/(v1|api|internal|billing|metrics|healthz|_next|logos|widget|docs\/images|\.well-known|sandbox\/(records|expired-token))(\/|$)/,
    content: "nothing",
    frameAncestors: "'none'",
    referrer: "no-referrer",
  },
  {
    // At its end, the window of a DNS provider says to the page that opened it what came of it.
    name: "back from a DNS provider",
    paths: /^\/connect\/domain-connect\//,
    content: "page",
    frameAncestors: "'none'",
    referrer: "no-referrer",
    openers: "unsafe-none",
  },
  {
    // The page that a customer opens with a link, without an account. Its path is a secret.
    name: "hosted",
    paths: /^\/connect(\/|$)/,
    content: "page",
    frameAncestors: "'none'",
    mayNameMore: true,
    referrer: "no-referrer",
    // It opens that window.
    openers: "same-origin-allow-popups",
  },
  {
    name: "token in the path",
    paths: /^\/(reset-password|invitations|verify-email)(\/|$)/,
    content: "page",
    frameAncestors: "'none'",
    referrer: "no-referrer",
  },
  {
    name: "sample",
    paths: /^\/sandbox\/shop(\.css|\.js)?$/,
    content: "sample",
    frameAncestors: "'self'",
    referrer: "no-referrer",
  },
  { name: "page", paths: /^/, content: "page", frameAncestors: "'none'", referrer: "same-origin" },
];

const permissions =
  "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()";

/** Without a nonce of their own: by policy, whether the site has https. */
const ofData = new Map<string, Record<string, string>>();

/** The security headers of an answer to `path`, with names in lower case. */
export function securityHeaders(path: string, facts: SecurityFacts): Record<string, string> {
  const policy = policies.find(({ paths }) => paths.test(path));
  if (!policy) return nosniff;
  if (policy.content === "page") return headersOf(policy, facts);
  const key = `${policy.name} ${facts.https}`;
  const headers = ofData.get(key) ?? headersOf(policy, facts);
  ofData.set(key, headers);
  return headers;
}

const nosniff = { "x-content-type-options": "nosniff" };

function headersOf(policy: Policy, facts: SecurityFacts): Record<string, string> {
  const { content, frameAncestors, mayNameMore, referrer } = policy;
  return {
    ...nosniff,
    "content-security-policy": [...sources[content](facts), `frame-ancestors ${frameAncestors}`].join("; "),
    "referrer-policy": referrer,
    "permissions-policy": permissions,
    "cross-origin-opener-policy": policy.openers ?? "same-origin",
    // For browsers that do not know frame-ancestors. It cannot name origins, so it would close what the other one opens.
    ...(frameAncestors === "'none'" && !mayNameMore ? { "x-frame-options": "DENY" } : {}),
    // The host's own: names below it are not ours.
    ...(facts.https ? { "strict-transport-security": "max-age=31536000" } : {}),
  };
}

const sources: Record<Policy["content"], (facts: SecurityFacts) => string[]> = {
  nothing: () => ["default-src 'none'", "base-uri 'none'", "form-action 'none'"],
  sample: () => [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ],
  page: ({ nonce, scriptHash }) => [
    "default-src 'none'",
    // Not strict-dynamic: with it, any script that a script creates would run, inline ones too.
    `script-src 'self' 'nonce-${nonce}' ${scriptHash}`,
    `style-src 'self' 'nonce-${nonce}'`,
    // Widths of bars and places of charts are style attributes in the server's HTML. They run no code and load nothing
    // that the other directives do not allow.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    // The sandbox shows its sample page beside the widget's events.
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ],
};
