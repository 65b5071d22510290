/**
 * The headers of the hosted page, with names in lower case; the others are those of every answer.
 * @param facts `styleHash`: of the one rule in the page. `frameAncestors`: sources of the directive
 */
export function hostedPageHeaders(facts: { styleHash: string; frameAncestors: string }): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' ${facts.styleHash}`,
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${facts.frameAncestors}`,
  ];
  return {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy.join("; "),
    "cache-control": "no-store",
  };
}
