import * as applications from "@/lib/accounts/applications/schema";
import * as billing from "@/lib/accounts/billing/schema";
import * as branding from "@/lib/accounts/branding/schema";
import * as credentials from "@/lib/accounts/credentials/schema";
import * as domainConnect from "@/lib/accounts/domain-connect/schema";
import * as quotas from "@/lib/accounts/quotas/schema";
import * as tenants from "@/lib/accounts/tenants/schema";
import * as tokens from "@/lib/accounts/tokens/schema";
import { widgetSchema } from "@/lib/accounts/tokens/widget-schema";
import * as users from "@/lib/accounts/users/schema";
import * as connectionDomainConnect from "@/lib/connections/domain-connect/schema";
import * as domains from "@/lib/connections/domains/schema";
import * as email from "@/lib/connections/email/schema";
import * as connections from "@/lib/connections/schema";
import * as stats from "@/lib/connections/stats/schema";
import * as diagnosis from "@/lib/diagnosis/schema";
import * as providers from "@/lib/dns/providers/schema";
import * as records from "@/lib/dns/records/schema";
import * as audit from "@/lib/platform/audit/schema";
import * as changes from "@/lib/platform/changes/schema";
import * as support from "@/lib/support/schema";
import * as webhooks from "@/lib/webhooks/schema";

/** Modules whose schemas are components of the document: `connectionSchema` is the component Connection. */
export const schemaModules: readonly object[] = [
  records,
  connections,
  changes,
  applications,
  credentials,
  audit,
  billing,
  diagnosis,
  domains,
  domainConnect,
  connectionDomainConnect,
  email,
  providers,
  quotas,
  stats,
  tokens,
  { widgetSchema },
  webhooks,
  tenants,
  branding,
  users,
  support,
];
