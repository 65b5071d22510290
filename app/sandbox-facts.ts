import { pageRuntime } from "@/app/page-runtime";
import type { SandboxFacts } from "@/components/connections/first-steps";
import { demoKey, findDemoApplication } from "@/lib/accounts/applications/find-demo-application";
import { edgeCaFile } from "@/lib/edge/edge-ca-file";
import type { Context } from "@/lib/platform/ports/context";

/** What samples on a page need to run as they stand; null outside the sandbox. Its key is the demo company's alone. */
export async function sandboxFacts({ database, tenantId }: Context): Promise<SandboxFacts | null> {
  const { env } = await pageRuntime();
  if (!env.sandbox) return null;
  const demo = await findDemoApplication(database.prisma);
  const apiKey = demo?.tenantId === tenantId ? demoKey : null;
  return { apiKey, httpsPort: env.edge.httpsPort, caFile: edgeCaFile(env) };
}
