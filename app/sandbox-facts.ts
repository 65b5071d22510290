import { pageRuntime } from "@/app/page-runtime";
import { dashboardVisitor } from "@/app/page-session";
import type { SandboxFacts } from "@/components/connections/first-steps";
import { demoKey, findDemoApplication } from "@/lib/accounts/applications/find-demo-application";
import { contextOf } from "@/lib/accounts/auth/find-session";
import { edgeCaFile } from "@/lib/edge/edge-ca-file";

/** What a page's samples need to run as shown; null outside the sandbox. The API key is for the demo company only. */
export async function sandboxFacts(): Promise<SandboxFacts | null> {
  const { env } = await pageRuntime();
  if (!env.sandbox) return null;
  const { found, service } = await dashboardVisitor();
  const demo = await findDemoApplication(service.database.prisma);
  const apiKey = demo?.tenantId === contextOf(service, found).tenantId ? demoKey : null;
  return { apiKey, httpsPort: env.edge.httpsPort, caFile: edgeCaFile(env) };
}
