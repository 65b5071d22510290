import type { Database } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import { emailProviders, zohoRegions } from "@/lib/dns/email/catalog";
import { type SandboxDns, startSandboxDns } from "@/lib/dns/sandbox/dns-server";
import type { Env } from "@/lib/kernel/env";
import { errorText } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/platform/ports/context";
import { type SampleOrigin, startSampleOrigin } from "@/lib/runtime/sandbox/sample-origin";
import { seedSandbox } from "@/lib/runtime/sandbox/seed";

/** What the sandbox runs beside the app: a customer's DNS provider and a sample website. */
export type Sandbox = { dns: SandboxDns; origin: SampleOrigin; close(): Promise<void> };

export async function startSandbox(service: ServiceContext, env: Env): Promise<Sandbox> {
  const origin = await startSampleOrigin();
  await seedSandbox(service, origin.url, env.appUrl);
  let saving: Promise<void> = Promise.resolve();
  const dns: SandboxDns = await startSandboxDns({
    host: "127.0.0.1",
    port: env.dns.sandboxPort,
    edge: { hostname: env.edge.hostname, addresses: env.edge.addresses },
    thirdParties: emailThirdParties(),
    onChange() {
      // In sequence: the last write is the newest zone.
      saving = saving
        .then(() => saveZone(service.database, dns))
        .catch((error) => service.log.warn({ err: errorText(error) }, "could not save the sandbox's zone"));
    },
  });
  dns.load(await service.database.prisma.sandboxRecord.findMany({ take: 10_000 }));
  return {
    dns,
    origin,
    async close() {
      await saving;
      await dns.close();
      await origin.close();
    },
  };
}

/** The SPF records of email providers, so that one that includes them can be checked. Their addresses are nobody's. */
function emailThirdParties(): { name: string; type: string; value: string }[] {
  const includes = emailProviders.flatMap((provider) =>
    provider.key === "zoho" ? zohoRegions.map(({ spf }) => spf) : [provider.spf.include],
  );
  return [...new Set(includes)].map((name) => ({ name, type: "TXT", value: "v=spf1 ip4:192.0.2.0/24 ~all" }));
}

async function saveZone(database: Database, dns: SandboxDns): Promise<void> {
  const data = dns.records().map(({ name, type, value, ttl }) => ({ name, type, value, ttl }));
  await inTransaction({ database }, async (tx) => {
    await tx.sandboxRecord.deleteMany();
    await tx.sandboxRecord.createMany({ data });
  });
}
