const letsEncrypt = {
  acme: "https://acme-v02.api.letsencrypt.org/directory",
  "acme-staging": "https://acme-staging-v02.api.letsencrypt.org/directory",
} as const;

/** The ACME directory of an item of EDGE_ISSUER. */
export function directoryUrlOf(issuer: string): string {
  return issuer in letsEncrypt ? letsEncrypt[issuer as keyof typeof letsEncrypt] : issuer;
}
