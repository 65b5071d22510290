"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowRight, Check, Plus, Radio } from "lucide-react";
import type { ReactNode } from "react";
import { CreateApplication } from "@/components/applications/create-application";
import { StateBadge } from "@/components/connection-facts/connection-state";
import { edgeCommand } from "@/components/connection-facts/edge-command";
import { applicationChoicesQuery } from "@/components/queries/queries";
import { useEnvironment } from "@/components/session/environment";
import { useShellSession } from "@/components/session/shell-session";
import { ButtonLink } from "@/components/ui/button-link";
import { CodeBlock } from "@/components/ui/code-block";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import type { ConnectionSummary } from "@/lib/connections/schema";

/** `apiKey`: the public demo key; null: the company uses its own keys. `hostname`: one that is free to connect. */
export type SandboxFacts = { apiKey: string | null; hostname: string; httpsPort: number; caFile: string | null };

/**
 * Onboarding: the steps of a first domain, each by hand and by API. `first`: the connection in progress.
 */
export function FirstSteps({
  appUrl,
  sandbox,
  first = null,
}: {
  appUrl: string;
  sandbox: SandboxFacts | null;
  first?: ConnectionSummary | null;
}) {
  const environment = useEnvironment();
  const applications = useQuery(applicationChoicesQuery(environment)).data;
  const mayManage = useShellSession().scopes.includes("apps:admin");
  if (environment === "live" && applications?.length === 0 && !first)
    return <NoLiveApplication mayManage={mayManage} />;
  const application = applications?.find(({ id }) => id === first?.applicationId) ?? applications?.[0];
  const hostname = first?.hostname ?? sandbox?.hostname ?? "shop.customer.com";
  const key = sandbox?.apiKey ?? "$LATCHKEY_KEY";
  const create = [
    `curl ${appUrl}/v1/connections \\`,
    `  -H "Authorization: Bearer ${key}" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '{"application_id":"${application?.id ?? "…"}",`,
    `       "hostname":"${hostname}"}' | tee c.json`,
  ].join("\n");
  const publish = [
    ...(first ? [`curl -H "Authorization: Bearer ${key}" \\`, `  ${appUrl}/v1/connections/${first.id} > c.json`] : []),
    "# In the sandbox you publish at the customer's DNS provider, too:",
    `for record in $(jq -c '.ownership_challenge,`,
    "    (.desired_records[] | {name: .host, type, value})' c.json); do",
    `  curl ${appUrl}/sandbox/records -d "$record"`,
    "done",
  ].join("\n");
  const check = [
    "curl -X POST \\",
    `  ${appUrl}/v1/connections/${first?.id ?? "{id}"}/verify \\`,
    `  -H "Authorization: Bearer ${key}"`,
  ].join("\n");
  const visit = sandbox ? edgeCommand(hostname, sandbox) : `curl https://${hostname}/`;
  return (
    <section
      aria-labelledby="first-steps"
      className="rounded-xl border border-line bg-card p-4 shadow-lift-1 sm:p-6 lg:p-8"
    >
      <h2 id="first-steps" className="font-semibold text-lg">
        {first ? "Your first domain is in progress." : "Take your first domain live in three steps."}
      </h2>
      <p className="mt-1 text-ink-soft">
        Next to each step is the API request that does the same.
        {key.startsWith("$") && application && mayManage && (
          <>
            {" "}
            It needs{" "}
            <Link
              href={`/applications/${application.id}/keys`}
              className="font-medium text-accent underline underline-offset-4"
            >
              an API key
            </Link>
            .
          </>
        )}
      </p>
      <ol className="mt-6 grid gap-8">
        <Step
          number={1}
          title="Add a domain"
          done={first !== null}
          sample={<Sample label="the request that connects" code={create} />}
        >
          {first ? (
            <p className="flex flex-wrap items-center gap-2">
              <span className="font-medium text-ink [overflow-wrap:anywhere]">{first.hostnameUnicode}</span>
              <StateBadge state={first.state} />
            </p>
          ) : (
            <>
              <p>
                Enter a customer's domain to see its DNS provider and any conflicts. The customer then proves that they
                own it.
              </p>
              {sandbox && (
                <p>
                  Or be the customer, and do it{" "}
                  <Link href="/sandbox/widget" className="font-medium text-accent underline underline-offset-4">
                    in the widget
                  </Link>
                  .
                </p>
              )}
              <StartButton hasApplication={applications === undefined || application !== undefined} sandbox={sandbox} />
            </>
          )}
        </Step>
        <Step
          number={2}
          title="Publish its records"
          done={first?.state === "verified" || first?.state === "issuing_cert"}
          sample={
            sandbox ? (
              <Sample label="the requests that publish" code={publish} />
            ) : (
              <Sample label="the request that checks now" code={check} />
            )
          }
        >
          <p>
            A TXT record proves ownership, and another record sends visitors here. Copy both from the domain's page. We
            check for them every few seconds.
          </p>
          {!sandbox && (
            <p>
              Your customer publishes them at their DNS provider. “Send instructions” on that page writes the mail, and
              the request checks at once.
            </p>
          )}
          {sandbox && (
            <p>
              In the sandbox you are also the customer: publish them with a click, or on the page{" "}
              <Link href="/sandbox" className="font-medium text-accent underline underline-offset-4">
                Customer DNS
              </Link>
              .
            </p>
          )}
          {first && (
            <ButtonLink href={`/connections/${first.id}`} className="justify-self-start">
              View records
              <ArrowRight aria-hidden className="size-4" />
            </ButtonLink>
          )}
        </Step>
        <Step number={3} title="Visit it over HTTPS" sample={<Sample label="the request that visits" code={visit} />}>
          <p>
            Seconds later the edge has a certificate and serves it. We keep monitoring the domain and notify you of
            problems.
          </p>
        </Step>
      </ol>
    </section>
  );
}

/** A new company has a test application only. */
function NoLiveApplication({ mayManage }: { mayManage: boolean }) {
  return (
    <EmptyState
      icon={Radio}
      title="Nothing is live yet"
      action={mayManage ? <CreateApplication label="Create a live application" /> : undefined}
    >
      Live domains belong to a live application, with keys of its own that start with sk_live_.{" "}
      {mayManage
        ? "What you tried in test stays there: switch back at any time."
        : "An owner or admin of your company can create one."}
    </EmptyState>
  );
}

/** A hostname needs an application to belong to. */
function StartButton({ hasApplication, sandbox }: { hasApplication: boolean; sandbox: SandboxFacts | null }) {
  const [href, text] = hasApplication
    ? [`/connections/new${sandbox ? `?hostname=${sandbox.hostname}` : ""}`, "Add a domain"]
    : ["/applications", "Create an application first"];
  return (
    <ButtonLink href={href} className="justify-self-start">
      <Plus aria-hidden className="size-4" />
      {text}
    </ButtonLink>
  );
}

function Sample({ label, code }: { label: string; code: string }) {
  return <CodeBlock label={label} samples={[{ language: "curl", code }]} />;
}

function Step({
  number,
  title,
  done = false,
  sample,
  children,
}: {
  number: number;
  title: string;
  done?: boolean;
  sample: ReactNode;
  children: ReactNode;
}) {
  return (
    <li className="grid grid-cols-[2rem_minmax(0,1fr)] gap-x-3 gap-y-3 lg:grid-cols-[2rem_minmax(0,2fr)_minmax(0,3fr)] lg:gap-x-5">
      <span
        aria-hidden
        className={`flex size-8 items-center justify-center rounded-full font-semibold text-sm ${done ? "bg-good-soft text-good" : "bg-accent-soft text-accent"}`}
      >
        {done ? <Check className="size-4" /> : number}
      </span>
      <div className="grid content-start gap-3 text-ink-soft">
        <h3 className="pt-1 font-medium text-ink">
          {title}
          {done && <span className="sr-only"> (done)</span>}
        </h3>
        {children}
      </div>
      <div className="min-w-0 max-lg:col-start-2">{sample}</div>
    </li>
  );
}
