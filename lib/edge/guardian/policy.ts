/** The dates of a certificate. */
export type Validity = { notBefore: Date; notAfter: Date };

/**
 * When a certificate is to be renewed: Caddy renews it in the last third of its lifetime, at a visit. From `overdueAt` on, in
 * the last sixth, it should long have been replaced.
 */
export function renewalWindow({ notBefore, notAfter }: Validity): { from: Date; overdueAt: Date } {
  const [start, end] = [notBefore.getTime(), notAfter.getTime()];
  return { from: new Date(renewsFrom(start, end)), overdueAt: new Date(renewalOverdueAt(start, end)) };
}

/** In the unit of the arguments. */
export function renewsFrom(notBefore: number, notAfter: number): number {
  return notBefore + ((notAfter - notBefore) * 2) / 3;
}

/** In the unit of the arguments. */
export function renewalOverdueAt(notBefore: number, notAfter: number): number {
  return notAfter - (notAfter - notBefore) / 6;
}

export function isRenewalOverdue(certificate: Validity, now: Date): boolean {
  return now > renewalWindow(certificate).overdueAt;
}
