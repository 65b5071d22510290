"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { edgeCommand } from "@/components/connections/edge-command";
import { applicationsQuery } from "@/components/queries";
import { ButtonLink } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";

export type SandboxFacts = { apiKey: string; httpsPort: number; caFile: string | null };

/** What an empty list teaches: the whole way of a first domain, each step by hand and by the call that does the same. */
export function FirstSteps({ appUrl, sandbox }: { appUrl: string; sandbox: SandboxFacts | null }) {
  const application = useQuery(applicationsQuery).data?.[0];
  const hostname = sandbox ? "shop.acme.test" : "shop.customer.com";
  const key = sandbox?.apiKey ?? "$LATCHKEY_KEY";
  const create = [
    `curl ${appUrl}/v1/connections \\`,
    `  -H "Authorization: Bearer ${key}" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '{"application_id":"${application?.id ?? "…"}","hostname":"${hostname}"}'`,
  ].join("\n");
  const check = [`curl -X POST ${appUrl}/v1/connections/{id}/verify \\`, `  -H "Authorization: Bearer ${key}"`].join(
    "\n",
  );
  const visit = sandbox ? edgeCommand(hostname, sandbox) : `curl https://${hostname}/`;
  return (
    <section
      aria-labelledby="first-steps"
      className="rounded-xl border border-line bg-card p-4 shadow-lift-1 sm:p-6 lg:p-8"
    >
      <h2 id="first-steps" className="font-semibold text-lg">
        No domains yet. Three steps take the first one live.
      </h2>
      <p className="mt-1 text-ink-soft">Beside each step: the call by which your product does the same.</p>
      <ol className="mt-6 grid gap-8">
        <Step number={1} title="Connect a hostname" sample={<Sample label="the call that connects" code={create} />}>
          <p>
            Type one of your customer's names. You see at once who hosts its DNS, and what would be in the way. It is
            the customer who proves that it is theirs.
          </p>
          <ButtonLink href={`/connections/new${sandbox ? `?hostname=${hostname}` : ""}`} className="justify-self-start">
            <Plus aria-hidden className="size-4" />
            Add the first one
          </ButtonLink>
        </Step>
        <Step number={2} title="Publish its records" sample={<Sample label="the call that checks now" code={check} />}>
          <p>
            A TXT record proves ownership, another leads visitors here; the connection's page lists both, ready to copy.
            They are looked for every few seconds.
          </p>
          {sandbox && (
            <p>
              In the sandbox you play the customer, too: publish them with a click, or on the page{" "}
              <Link href="/sandbox" className="font-medium text-accent underline underline-offset-4">
                Customer DNS
              </Link>
              .
            </p>
          )}
        </Step>
        <Step number={3} title="Visit it over HTTPS" sample={<Sample label="the call that visits" code={visit} />}>
          <p>
            Seconds later the edge has a certificate and serves it. From then on it is watched, and you are told of
            trouble.
          </p>
        </Step>
      </ol>
    </section>
  );
}

function Sample({ label, code }: { label: string; code: string }) {
  return <CodeBlock label={label} samples={[{ language: "curl", code }]} />;
}

function Step({
  number,
  title,
  sample,
  children,
}: {
  number: number;
  title: string;
  sample: ReactNode;
  children: ReactNode;
}) {
  return (
    <li className="grid grid-cols-[2rem_minmax(0,1fr)] gap-x-3 gap-y-3 lg:grid-cols-[2rem_minmax(0,2fr)_minmax(0,3fr)] lg:gap-x-5">
      <span
        aria-hidden
        className="flex size-8 items-center justify-center rounded-full bg-accent-soft font-semibold text-accent text-sm"
      >
        {number}
      </span>
      <div className="grid content-start gap-3 text-ink-soft">
        <h3 className="pt-1 font-medium text-ink">{title}</h3>
        {children}
      </div>
      <div className="min-w-0 max-lg:col-start-2">{sample}</div>
    </li>
  );
}
