import * as applications from "@/lib/applications/schema";
import * as audit from "@/lib/audit/schema";
import * as billing from "@/lib/billing/schema";
import * as changes from "@/lib/changes/schema";
import * as connections from "@/lib/connections/schema";
import * as diagnosis from "@/lib/diagnosis/schema";
import * as domains from "@/lib/domains/schema";
import * as providers from "@/lib/providers/schema";
import * as quotas from "@/lib/quotas/schema";
import * as stats from "@/lib/stats/schema";
import * as support from "@/lib/support/schema";
import * as tenants from "@/lib/tenants/schema";
import * as tokens from "@/lib/tokens/schema";
import * as users from "@/lib/users/schema";
import * as webhooks from "@/lib/webhooks/schema";

/** Where the document's components have their names from: what a room exports as `connectionSchema` is Connection. */
export const schemaRooms: readonly object[] = [
  connections,
  changes,
  applications,
  audit,
  billing,
  diagnosis,
  domains,
  providers,
  quotas,
  stats,
  tokens,
  webhooks,
  tenants,
  users,
  support,
];
