"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { edgeCommand } from "@/components/connections/edge-command";
import { firstApplicationQuery } from "@/components/queries";
import { Command } from "@/components/ui/command";

export type SandboxFacts = { appUrl: string; apiKey: string; httpsPort: number; caFile: string | null };

/** What an empty list teaches: the whole way of a hostname, by hand. */
export function FirstSteps({ sandbox }: { sandbox: SandboxFacts }) {
  const application = useQuery(firstApplicationQuery);
  const create = [
    `curl ${sandbox.appUrl}/v1/connections \\`,
    `  -H 'Authorization: Bearer ${sandbox.apiKey}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '{"application_id":"${application.data?.id ?? "…"}","hostname":"shop.acme.test"}'`,
  ].join("\n");
  return (
    <div className="rounded-xl border border-line bg-card p-4 sm:p-6">
      <h2 className="font-semibold text-lg">No domains yet. Three steps take one live.</h2>
      <ol className="mt-5 grid gap-6">
        <Step number={1} title="Connect a hostname">
          <p className="text-ink-soft">Type one above, or do what your own product would do:</p>
          <Command text={create} label="the call that connects a hostname" />
        </Step>
        <Step number={2} title="Publish its records">
          <p className="text-ink-soft">
            Each connection lists a TXT record that proves ownership, and the records that send visitors here. In the
            sandbox you play the customer: publish them with a click, or on the page{" "}
            <Link href="/sandbox" className="font-medium text-accent underline underline-offset-4">
              Customer DNS
            </Link>
            .
          </p>
        </Step>
        <Step number={3} title="Visit it over HTTPS">
          <p className="text-ink-soft">Seconds later the edge serves it, with a certificate that was issued for it.</p>
          <Command text={edgeCommand("shop.acme.test", sandbox)} label="the call that visits the hostname" />
        </Step>
      </ol>
    </div>
  );
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <li className="grid grid-cols-[2rem_minmax(0,1fr)] gap-x-3">
      <span
        aria-hidden
        className="flex size-8 items-center justify-center rounded-full border border-line-strong font-semibold text-sm"
      >
        {number}
      </span>
      <div className="grid gap-2">
        <h3 className="pt-1 font-medium">{title}</h3>
        {children}
      </div>
    </li>
  );
}
