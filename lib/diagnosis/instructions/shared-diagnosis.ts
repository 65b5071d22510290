import type { Brand } from "@/lib/accounts/branding/schema";
import type { ConnectionState } from "@/lib/connections/machine";
import type { Instructions } from "@/lib/diagnosis/instructions/instructions";

/** For the person who owns the DNS, without an account: nothing of the tenant's own, and no internals. */
export type SharedDiagnosis = {
  hostname: string;
  hostnameUnicode: string;
  state: ConnectionState;
  instructions: Instructions;
  brand: Brand;
  checkedAt: Date;
  expiresAt: Date;
};
