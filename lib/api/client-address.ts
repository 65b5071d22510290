/** The address that the last proxy of ours saw; what stands before it in the header was written by the caller. */
export function clientAddress(headers: Headers, trustedProxies: number): string | null {
  const forwarded = headers.get("x-forwarded-for")?.split(",") ?? [];
  const address = trustedProxies === 0 ? null : forwarded.at(-trustedProxies)?.trim();
  return address ? address.slice(0, 45) : null;
}
