import { parseArgs } from "node:util";
import type { z } from "zod";
import { createApplication } from "@/lib/applications/create-application";
import { createKey } from "@/lib/applications/create-key";
import { createApplicationSchema, createKeySchema } from "@/lib/applications/schema";
import { onBehalfOf, scopes } from "@/lib/context";
import { getRuntime } from "@/lib/create-context";
import { Refusal } from "@/lib/errors";
import { createTenant, createTenantSchema } from "@/lib/tenants/create-tenant";

const usage = `Usage: npm run admin -- create-tenant --name NAME --owner EMAIL [--application NAME]
                      [--environment live|test] [--upstream URL]

Makes a tenant, its owner, an application and an API key with all scopes, and prints the key once.`;

/** The installation's own command line, for what has to exist before anybody can sign in. Exits non-zero on a refusal. */
export async function main(argv: readonly string[]): Promise<void> {
  const [command, ...rest] = argv;
  if (command !== "create-tenant") {
    console.log(usage);
    process.exitCode = command === undefined || command === "--help" ? 0 : 1;
    return;
  }
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args: rest,
    options: { name: text, owner: text, application: text, environment: text, upstream: text },
  });
  const tenantInput = read(createTenantSchema, { name: values.name, ownerEmail: values.owner });
  const applicationInput = read(createApplicationSchema, {
    name: values.application ?? values.name,
    environment: values.environment ?? "live",
    upstream: values.upstream ?? null,
  });
  const runtime = await getRuntime();
  try {
    const tenant = await createTenant(runtime.service, tenantInput);
    const ctx = onBehalfOf(runtime.service, tenant.id, { kind: "admin" });
    const application = await createApplication(ctx, applicationInput);
    const key = await createKey(
      ctx,
      createKeySchema.parse({ id: application.id, name: "First key", scopes: [...scopes] }),
    );
    console.log(
      JSON.stringify(
        { tenant_id: tenant.id, owner: tenantInput.ownerEmail, application_id: application.id, api_key: key.secret },
        null,
        2,
      ),
    );
  } finally {
    await runtime.close();
  }
}

/** @throws Refusal with a sentence per value that is missing or not of its form */
function read<S extends z.ZodType>(schema: S, values: unknown): z.output<S> {
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Refusal("invalid", problems.join("; "));
}
