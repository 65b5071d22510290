"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import type { ReactNode } from "react";
import { CreateKey } from "@/components/applications/create-key";
import { applicationQuery, keysQuery } from "@/components/applications/queries";
import { connectSamples, keySample, tokenSamples } from "@/components/applications/quick-start-samples";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { Command } from "@/components/ui/command";
import { Link } from "@/components/ui/link";
import { textLink } from "@/components/ui/text-link";

export function QuickStart({ id, appUrl, hostname }: { id: string; appUrl: string; hostname: string }) {
  const { data: application } = useQuery(applicationQuery(id));
  const keys = useInfiniteQuery(keysQuery(id));
  if (!application) return null;
  const place = { appUrl, applicationId: id };
  const usable = keys.data?.pages.flatMap((page) => page.data).filter((key) => key.revokedAt === null) ?? [];
  return (
    <Card className="p-4 sm:p-6">
      <ol className="grid gap-8">
        <Step number={1} title="Create an API key for your server">
          <div className="flex min-h-10 flex-wrap items-center gap-3">
            <CreateKey application={application} variant={usable.length > 0 ? "plain" : "primary"} />
            {usable.length > 0 && (
              <>
                <Badge tone="good" icon={KeyRound}>
                  {usable.length === 1 ? "1 key in use" : `${usable.length} keys in use`}
                </Badge>
                <Link href={`/applications/${id}/keys`} className={textLink}>
                  View keys
                </Link>
              </>
            )}
          </div>
          <Command text={keySample(application.environment)} label="the line that sets LATCHKEY_KEY" />
        </Step>
        <Step number={2} title="Connect a customer's domain">
          <p className="text-ink-soft">
            Call this when a customer enters their domain. The response has the records to publish: the TXT record that
            proves ownership in <Code>ownership_challenge</Code>, and the records for visitors in{" "}
            <Code>desired_records</Code>.
          </p>
          <CodeBlock label="the request that connects a domain" samples={connectSamples(place, hostname)} />
        </Step>
        <Step number={3} title="Get notified when it is live">
          <p className="text-ink-soft">
            Latchkey now checks ownership, records and the certificate automatically. A{" "}
            <Link href="/webhooks" className={textLink}>
              webhook
            </Link>{" "}
            with <Code>domain.flow.completed</Code> notifies you when the domain is live. Or view{" "}
            <Link href={`/connections?application_id=${id}`} className={textLink}>
              its domains
            </Link>
            .
          </p>
        </Step>
        <Step number={4} title="Or connect from the browser">
          <p className="text-ink-soft">
            Create a widget token on your server and pass it to your page. It can connect this one domain for 60
            minutes, and your API key stays on your server. Add your page's origin to the{" "}
            <Link href={`/applications/${id}`} className={textLink}>
              allowed origins
            </Link>
            {application.allowedOrigins.length === 0 ? ", which are empty so far." : "."}
          </p>
          <CodeBlock label="the request that creates a widget token" samples={tokenSamples(place, hostname)} />
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
