/** The address that the outermost of our proxies saw. Anything before it in the header comes from the caller. */
export function clientAddress(headers: Headers, trustedProxies: number): string | null {
  const forwarded = headers.get("x-forwarded-for")?.split(",") ?? [];
  const address = trustedProxies === 0 ? null : forwarded.at(-trustedProxies)?.trim();
  return address ? address.slice(0, 45) : null;
}
