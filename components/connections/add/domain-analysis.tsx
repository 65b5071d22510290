"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import { CircleCheck, CircleX, ExternalLink, Info, Radar, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { startView, viewHref } from "@/components/connection-facts/view";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { KeyValues } from "@/components/ui/key-values";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import type { DomainCheck } from "@/lib/connections/domains/schema";

/** What we know about a hostname before it is connected. The panel has a fixed height. */
export function DomainAnalysis({
  hostname,
  check,
  waiting,
}: {
  hostname: string | null;
  check: UseQueryResult<DomainCheck> | null;
  waiting: boolean;
}) {
  return (
    <section
      aria-label="Analysis"
      aria-busy={waiting}
      className="min-h-112 min-w-0 rounded-xl border border-line bg-card shadow-lift-1"
    >
      <div className="flex min-h-14 items-center gap-3 border-line border-b px-4 py-2 sm:px-5">
        <h2 className="min-w-0 flex-1 font-semibold [overflow-wrap:anywhere]">
          {check?.data ? check.data.hostnameUnicode : "Analysis"}
        </h2>
        <span role="status" className="text-ink-soft text-sm">
          {waiting ? "Checking…" : check?.data ? "Checked" : ""}
        </span>
      </div>
      <div className="px-4 py-4 sm:px-5">
        {check?.data ? (
          <Findings check={check.data} />
        ) : waiting ? (
          <AnalysisSkeleton />
        ) : check?.error ? (
          <div className="grid justify-items-start gap-3">
            <Notice tone="waiting" icon={TriangleAlert}>
              The check failed: {check.error.message} You can still connect the domain.
            </Notice>
            <Button variant="plain" size="small" onClick={() => check.refetch()}>
              Check again
            </Button>
          </div>
        ) : (
          <Teaser known={hostname !== null} />
        )}
      </div>
    </section>
  );
}

function Findings({ check }: { check: DomainCheck }) {
  const { connectable, conflicts, caa, zone, provider, kind, recommendation } = check;
  return (
    <div className="grid gap-4">
      {!connectable.ok && connectable.message && (
        <Notice tone="bad" icon={CircleX}>
          {connectable.message}{" "}
          {connectable.reason === "own_connection" && (
            <Link
              href={viewHref({ ...startView, q: check.hostname })}
              className="font-medium underline underline-offset-4"
            >
              View it in the table
            </Link>
          )}
        </Notice>
      )}
      {zone.status !== "ok" && (
        <Notice tone={zone.status === "degraded" ? "waiting" : "bad"} icon={TriangleAlert}>
          {zone.explanation}
        </Notice>
      )}
      {caa.verdict === "forbidden" && (
        <Notice tone="bad" icon={TriangleAlert}>
          <p className="font-medium">A CAA record forbids our certificates</p>
          <p>{caa.explanation}</p>
        </Notice>
      )}
      <KeyValues
        items={[
          {
            label: "Name",
            value: (
              <>
                <span className="font-mono">{check.hostname}</span>{" "}
                {check.hostname !== check.hostnameUnicode && (
                  <span className="text-ink-soft">({check.hostnameUnicode})</span>
                )}
              </>
            ),
          },
          {
            label: "Kind",
            value:
              kind === "apex"
                ? "The domain itself (apex): it cannot have a CNAME"
                : `A subdomain of ${check.registrableDomain}`,
          },
          { label: "DNS provider", value: <ProviderName check={check} /> },
          provider?.notes ? { label: `At ${provider.name}`, value: provider.notes } : { label: "Note", value: null },
          { label: "Setup", value: recommendation.text },
          {
            label: "Certificates",
            value: caa.verdict === "forbidden" ? null : caa.explanation,
          },
        ]}
      />
      <Conflicts check={check} />
      {conflicts.length === 0 && connectable.ok && zone.status === "ok" && caa.verdict !== "forbidden" && (
        <Notice tone="good" icon={CircleCheck}>
          No conflicts found.
        </Notice>
      )}
      {check.wwwRedirectRecommended && (
        <Notice tone="working" icon={Info}>
          People also type www.{check.registrableDomain}, so connect it, too.
        </Notice>
      )}
    </div>
  );
}

function ProviderName({ check: { provider, zone } }: { check: DomainCheck }) {
  if (!provider) {
    return zone.nameservers.length === 0 ? "Unknown" : `Unknown (${zone.nameservers.join(", ")})`;
  }
  const { name, dnsPageUrl } = provider;
  if (!dnsPageUrl.startsWith("https://")) return name;
  return (
    <a
      href={dnsPageUrl}
      target="_blank"
      rel="noreferrer"
      className="inline-flex items-center gap-1 font-medium text-accent underline underline-offset-4"
    >
      {name}
      <ExternalLink aria-hidden className="size-3.5" />
      <span className="sr-only">(its DNS page, in a new tab)</span>
    </a>
  );
}

function Conflicts({ check: { conflicts } }: { check: DomainCheck }) {
  if (conflicts.length === 0) return null;
  return (
    <section aria-label="Conflicting records" className="grid gap-2">
      <h3 className="flex items-center gap-2 font-medium">
        Conflicting records{" "}
        <Badge tone="waiting" icon={TriangleAlert}>
          {conflicts.length}
        </Badge>
      </h3>
      <ul className="grid gap-2">
        {conflicts.map(({ host, type, value, reason }) => (
          <li key={`${host} ${type} ${value}`} className="rounded-lg border border-line px-3 py-2">
            <p className="font-mono text-sm [overflow-wrap:anywhere]">
              {type} {host} → {value}
            </p>
            <p className="text-ink-soft text-sm">{reason}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Teaser({ known }: { known: boolean }): ReactNode {
  return (
    <div className="grid justify-items-center gap-3 px-4 py-12 text-center text-ink-soft">
      <span aria-hidden className="flex size-11 items-center justify-center rounded-xl bg-accent-soft text-accent">
        <Radar className="size-5" />
      </span>
      <p className="max-w-sm">
        {known
          ? "This domain cannot be checked."
          : "Enter a full domain name to see its DNS provider, the records to publish, and any conflicts."}
      </p>
    </div>
  );
}

function AnalysisSkeleton() {
  return (
    <div className="grid gap-5 py-2">
      {["w-56", "w-72", "w-40", "w-80", "w-64"].map((width) => (
        <div key={width} className="grid gap-2 sm:grid-cols-[8rem_minmax(0,1fr)]">
          <Skeleton className="h-4 w-20" />
          <Skeleton className={`h-4 ${width}`} />
        </div>
      ))}
    </div>
  );
}
