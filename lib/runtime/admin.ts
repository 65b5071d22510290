import { parseArgs } from "node:util";
import { z } from "zod";
import { createApplication } from "@/lib/accounts/applications/create-application";
import { createKey } from "@/lib/accounts/applications/create-key";
import { createApplicationSchema, createKeySchema } from "@/lib/accounts/applications/schema";
import { reencryptCredentials } from "@/lib/accounts/credentials/reencrypt-credentials";
import { reencryptDomainConnectKeys } from "@/lib/accounts/domain-connect/reencrypt-domain-connect-keys";
import { recountDomains } from "@/lib/accounts/quotas/recount-domains";
import { planNameSchema } from "@/lib/accounts/quotas/schema";
import { setPlan } from "@/lib/accounts/quotas/set-plan";
import { createTenant, createTenantSchema } from "@/lib/accounts/tenants/create-tenant";
import { makeStaff, makeStaffSchema } from "@/lib/accounts/users/make-staff";
import { sendFirstPassword } from "@/lib/accounts/users/send-first-password";
import { activeStates } from "@/lib/connections/machine";
import { recountConnections } from "@/lib/connections/recount-connections";
import { inTransaction } from "@/lib/db/transaction";
import { reencryptShareLinks } from "@/lib/diagnosis/reencrypt-share-links";
import { Refusal } from "@/lib/kernel/errors";
import { scopes } from "@/lib/kernel/scopes";
import { toWire } from "@/lib/kernel/wire";
import { onBehalfOf } from "@/lib/platform/ports/context";
import { createRuntime } from "@/lib/runtime/create-runtime";
import { reencryptSecrets } from "@/lib/webhooks/endpoints/reencrypt-secrets";

const usage = `Usage: npm run admin -- create-tenant --name NAME --owner EMAIL [--application NAME]
                      [--environment live|test] [--upstream URL]
                    make-staff --email EMAIL
                    set-plan --tenant ID --plan free|pro|growth|enterprise
                    recount-domains --tenant ID
                    reencrypt

create-tenant    makes a tenant, its owner, an application and an API key with all scopes, and prints the key once,
                 with a link for the owner to set a password (mailed too, where SMTP_URL is set).
make-staff       makes somebody a member of support staff, who sees every tenant.
set-plan         gives a tenant a plan by hand. Nobody pays for it.
recount-domains  sets a tenant's counts of active domains, live and test, to what its connections say.
reencrypt        encrypts the webhooks' signing secrets, the credentials for DNS providers and the keys of Domain
                 Connect with CREDENTIAL_ENC_KEY where a previous key did.`;

const commands = new Map([
  ["create-tenant", createTenantCommand],
  ["make-staff", makeStaffCommand],
  ["set-plan", setPlanCommand],
  ["recount-domains", recountDomainsCommand],
  ["reencrypt", reencryptCommand],
]);

const text = { type: "string" } as const;

/** The installation's own command line, for what has to exist before anybody can sign in. Exits non-zero on a refusal. */
export async function main(argv: readonly string[]): Promise<void> {
  const [name, ...rest] = argv;
  const command = commands.get(name ?? "");
  if (command) return command(rest);
  console.log(usage);
  process.exitCode = name === undefined || name === "--help" ? 0 : 1;
}

async function createTenantCommand(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { name: text, owner: text, application: text, environment: text, upstream: text },
  });
  const tenantInput = read(createTenantSchema, { name: values.name, ownerEmail: values.owner });
  const applicationInput = read(createApplicationSchema, {
    name: values.application ?? values.name,
    environment: values.environment ?? "live",
    upstream: values.upstream ?? null,
  });
  const runtime = await createRuntime();
  try {
    const tenant = await createTenant(runtime.service, tenantInput);
    const ctx = onBehalfOf(runtime.service, tenant.id, { kind: "admin" });
    const application = await createApplication(ctx, applicationInput);
    const key = await createKey(
      ctx,
      createKeySchema.parse({ id: application.id, name: "First key", scopes: [...scopes] }),
    );
    const { name: company, ownerEmail: email } = tenantInput;
    const link = tenant.ownerNeedsPassword ? await sendFirstPassword(runtime.service, { email, company }) : null;
    console.log(
      JSON.stringify(
        {
          tenant_id: tenant.id,
          owner: email,
          ...(link ? { set_password_url: link.url, mailed: link.mailed } : {}),
          application_id: application.id,
          api_key: key.secret,
        },
        null,
        2,
      ),
    );
  } finally {
    await runtime.close();
  }
}

async function makeStaffCommand(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { email: text } });
  const input = read(makeStaffSchema, values);
  const runtime = await createRuntime();
  try {
    const { userId, needsPassword } = await makeStaff(runtime.service, input);
    const link = needsPassword
      ? await sendFirstPassword(runtime.service, { email: input.email, company: "Latchkey support" })
      : null;
    const passwordLink = link ? { set_password_url: link.url, mailed: link.mailed } : {};
    console.log(JSON.stringify({ user_id: userId, email: input.email, is_staff: true, ...passwordLink }, null, 2));
  } finally {
    await runtime.close();
  }
}

async function setPlanCommand(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { tenant: text, plan: text } });
  const { tenant, plan } = read(z.strictObject({ tenant: z.uuid(), plan: planNameSchema }), values);
  const runtime = await createRuntime();
  try {
    const ctx = onBehalfOf(runtime.service, tenant, { kind: "admin" });
    await inTransaction(ctx, (tx) => setPlan(ctx, tx, plan, { by: "operator" }));
    console.log(JSON.stringify({ tenant_id: tenant, plan }, null, 2));
  } finally {
    await runtime.close();
  }
}

async function recountDomainsCommand(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { tenant: text } });
  const { tenant } = read(z.strictObject({ tenant: z.uuid() }), values);
  const runtime = await createRuntime();
  try {
    const ctx = onBehalfOf(runtime.service, tenant, { kind: "admin" });
    const domains = await recountDomains(ctx, { activeStates });
    const correctedCounts = await recountConnections(ctx);
    console.log(JSON.stringify(toWire({ ...domains, correctedCounts }), null, 2));
  } finally {
    await runtime.close();
  }
}

/** Fails while a secret cannot be read: its key must stay in CREDENTIAL_ENC_KEY_PREVIOUS, or its owner rotates it. */
async function reencryptCommand(): Promise<void> {
  const runtime = await createRuntime();
  try {
    const signingSecrets = await reencryptSecrets(runtime.service);
    const credentials = await reencryptCredentials(runtime.service);
    const domainConnectKeys = await reencryptDomainConnectKeys(runtime.service);
    const shareLinks = await reencryptShareLinks(runtime.service);
    const all = { signingSecrets, credentials, domainConnectKeys, shareLinks };
    console.log(JSON.stringify(toWire(all), null, 2));
    if (Object.values(all).some(({ unreadable }) => unreadable > 0)) process.exitCode = 1;
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
