"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { textLink } from "@/components/applications/application-overview";
import { CreateKey } from "@/components/applications/create-key";
import { applicationQuery, keysQuery } from "@/components/applications/queries";
import { connectSamples, keySample, tokenSamples } from "@/components/applications/quick-start-samples";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { Command } from "@/components/ui/command";

export function QuickStart({ id, appUrl, hostname }: { id: string; appUrl: string; hostname: string }) {
  const { data: application } = useQuery(applicationQuery(id));
  const keys = useInfiniteQuery(keysQuery(id));
  if (!application) return null;
  const place = { appUrl, applicationId: id };
  const usable = keys.data?.pages.flatMap((page) => page.data).filter((key) => key.revokedAt === null) ?? [];
  return (
    <Card className="p-4 sm:p-6">
      <ol className="grid gap-8">
        <Step number={1} title="Make a key for your server">
          <div className="flex min-h-10 flex-wrap items-center gap-3">
            <CreateKey application={application} variant={usable.length > 0 ? "plain" : "primary"} />
            {usable.length > 0 && (
              <>
                <Badge tone="good" icon={KeyRound}>
                  {usable.length === 1 ? "1 key in use" : `${usable.length} keys in use`}
                </Badge>
                <Link href={`/applications/${id}/keys`} className={textLink}>
                  See keys
                </Link>
              </>
            )}
          </div>
          <Command text={keySample(application.environment)} label="the line that sets LATCHKEY_KEY" />
        </Step>
        <Step number={2} title="Connect a customer's hostname">
          <p className="text-ink-soft">
            Do this where your customer types in their domain. The answer holds the records that they publish: the TXT
            record that proves ownership in <Code>ownership_challenge</Code>, and where visitors go in{" "}
            <Code>desired_records</Code>.
          </p>
          <CodeBlock label="the call that connects a hostname" samples={connectSamples(place, hostname)} />
        </Step>
        <Step number={3} title="Hear when it is live">
          <p className="text-ink-soft">
            Ownership, records and the certificate are checked by themselves from here on. A{" "}
            <Link href="/webhooks" className={textLink}>
              webhook
            </Link>{" "}
            with <Code>domain.flow.completed</Code> tells you when visitors are served; or look at{" "}
            <Link href={`/connections?application_id=${id}`} className={textLink}>
              its connections
            </Link>
            .
          </p>
        </Step>
        <Step number={4} title="Or let the visitor's browser do it">
          <p className="text-ink-soft">
            Mint a widget token on your server and hand it to your page. For 60 minutes it connects this one hostname,
            without your key leaving your server. Your page's origin must be among the{" "}
            <Link href={`/applications/${id}`} className={textLink}>
              allowed origins
            </Link>
            {application.allowedOrigins.length === 0 ? ", of which there are none yet." : "."}
          </p>
          <CodeBlock label="the call that mints a widget token" samples={tokenSamples(place, hostname)} />
        </Step>
      </ol>
    </Card>
  );
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <li className="grid gap-x-4 sm:grid-cols-[2rem_minmax(0,1fr)]">
      <span
        aria-hidden
        className="flex size-8 items-center justify-center rounded-full bg-accent-soft font-semibold text-accent text-sm max-sm:hidden"
      >
        {number}
      </span>
      <div className="grid min-w-0 gap-3">
        <h2 className="pt-1 font-semibold">
          <span className="sm:sr-only">{number}. </span>
          {title}
        </h2>
        {children}
      </div>
    </li>
  );
}

function Code({ children }: { children: string }) {
  return <code className="font-mono text-[13px] [overflow-wrap:anywhere]">{children}</code>;
}
