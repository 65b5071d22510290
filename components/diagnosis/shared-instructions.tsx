import { CircleCheck, Clock, type LucideIcon, TriangleAlert } from "lucide-react";
import { getDomain } from "tldts";
import { ConnectionPath } from "@/components/connection-facts/connection-path";
import { type PathStep, pathSteps } from "@/components/connection-facts/path-steps";
import { recordRows } from "@/components/connection-facts/records-rows";
import { RecordsTable } from "@/components/connection-facts/records-table";
import { FindingCard } from "@/components/diagnosis/finding-card";
import { whoOnSharedPage } from "@/components/diagnosis/finding-presentation";
import { latestAnswers } from "@/components/diagnosis/latest-answers";
import { LiveRegion } from "@/components/diagnosis/live-region";
import { sharedSummary } from "@/components/diagnosis/shared-summary";
import { Notice, type Tone } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { CardSkeleton, Skeleton } from "@/components/ui/skeleton";
import type { SharedDiagnosis } from "@/lib/diagnosis/schema";

const icons: Record<Tone, LucideIcon> = {
  good: CircleCheck,
  waiting: Clock,
  working: Clock,
  bad: TriangleAlert,
  quiet: Clock,
};

/** What the person who edits the DNS needs: what to publish, what the nameservers answer, and what is wrong. */
export function SharedInstructions({ shared }: { shared: SharedDiagnosis }) {
  const { hostname, hostnameUnicode, findings, checkedAt, expiresAt, provider } = shared;
  // On the server, where the Public Suffix List is.
  const zone = getDomain(hostname, { allowPrivateDomains: true }) ?? hostname;
  const summary = sharedSummary(shared);
  const mine = findings.filter(({ who }) => who === "customer" || who === "dns_provider");
  return (
    <div className="grid gap-6">
      <header className="grid gap-1">
        <h1 className="font-semibold text-2xl tracking-tight [overflow-wrap:anywhere] sm:text-3xl">
          Connect {hostnameUnicode}
        </h1>
        <p className="max-w-prose text-ink-soft">
          Publish the records below where the DNS of <span className="font-mono text-[13px] text-ink">{zone}</span> is
          managed. Everything else happens automatically. You do not need an account.
        </p>
      </header>
      <section
        aria-label="Status"
        className="grid gap-5 rounded-xl border border-line bg-card p-4 shadow-lift-1 sm:p-6"
      >
        <ConnectionPath steps={stepsOf(shared)} />
        <Notice tone={summary.tone} icon={icons[summary.tone]}>
          <p>{summary.text}</p>
        </Notice>
        <LiveRegion text={summary.text} />
        <p className="text-ink-soft text-sm">
          Nameservers checked <RelativeTime date={checkedAt} />. This page refreshes automatically; the link expires{" "}
          <RelativeTime date={expiresAt} />.
        </p>
      </section>
      <RecordsTable
        zone={zone}
        provider={provider?.key ?? null}
        rows={recordRows(shared, null, latestAnswers(shared, shared))}
      />
      {findings.length > 0 && (
        <Section title={mine.length > 0 ? "What to fix" : "Still in progress"}>
          <div className="divide-y divide-line">
            {findings.map((finding) => (
              <FindingCard key={finding.code} finding={finding} who={whoOnSharedPage} />
            ))}
          </div>
        </Section>
      )}
    </div>
  );
}

/** Without times: the timeline is the tenant's own. */
function stepsOf(shared: SharedDiagnosis): PathStep[] {
  const certificate = { status: shared.certificate, checkedAt: null };
  return pathSteps({ ...shared, certificate, stateChangedAt: shared.checkedAt }, []).map((step) => ({
    ...step,
    at: null,
  }));
}

export function SharedSkeleton() {
  return (
    <div aria-busy className="grid gap-6">
      <div className="grid gap-2 py-1">
        <h1 className="sr-only">Checking the nameservers</h1>
        <Skeleton className="h-9 w-80" />
        <Skeleton className="h-4 w-96" />
      </div>
      <CardSkeleton className="h-56" />
      <CardSkeleton className="h-96" />
    </div>
  );
}
