import { pageRuntime } from "@/app/page-runtime";
import { dashboardVisitor } from "@/app/page-session";
import type { SandboxFacts } from "@/components/connections/first-steps";
import { demoKey, findDemoApplication } from "@/lib/accounts/applications/find-demo-application";
import { contextOf } from "@/lib/accounts/auth/find-session";
import { suggestHostname } from "@/lib/connections/suggest-hostname";
import { edgeCaFile } from "@/lib/edge/edge-ca-file";

/** What a page's samples need to run as shown; null outside the sandbox. The API key is for the demo company only. */
export async function sandboxFacts(): Promise<SandboxFacts | null> {
  const { env } = await pageRuntime();
  if (!env.sandbox) return null;
  const { found, service } = await dashboardVisitor();
  const ctx = contextOf(service, found);
  const [demo, hostname] = await Promise.all([findDemoApplication(service.database.prisma), suggestHostname(ctx)]);
  const apiKey = demo?.tenantId === ctx.tenantId ? demoKey : null;
  return { apiKey, hostname: hostname ?? "shop.example.test", httpsPort: env.edge.httpsPort, caFile: edgeCaFile(env) };
}
