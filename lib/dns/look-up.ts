import { heldDomain } from "@/lib/dns/public-suffix";

/** A look-up and all questions that it leads to. `deadlineMs` is on the clock of performance.now(), `budgetMs` before it. */
export type LookUp = {
  deadlineMs: number;
  budgetMs: number;
  /** For whom; "": for the operator. */
  tenantId: string;
  /** The registrable domain that it is about, whatever zones it leads through: the zones below it are one party's. */
  domain: string;
};

/** `tenantId`: whose share of the queries in flight it counts toward. */
export type LookUpOptions = { budgetMs: number; tenantId?: string | undefined };

export function startLookUp(name: string, { budgetMs, tenantId = "" }: LookUpOptions): LookUp {
  const domain = heldDomain(name) ?? name;
  return { deadlineMs: performance.now() + budgetMs, budgetMs, tenantId, domain };
}
