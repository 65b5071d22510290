import { CircleCheck, Stethoscope } from "lucide-react";
import { FindingCard } from "@/components/diagnosis/finding-card";
import { whoInDashboard } from "@/components/diagnosis/finding-presentation";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { TextSkeleton } from "@/components/ui/skeleton";
import type { FindingResource } from "@/lib/diagnosis/schema";

type FindingsSectionProps = {
  findings: readonly FindingResource[];
  /** When the diagnosis ran; null: not yet. */
  checkedAt: Date | null;
  busy: boolean;
  error: Error | null;
  onRefetch: () => void;
  /** The domain works: the diagnosis runs on request only. */
  isWell: boolean;
};

/** Why it is stuck: each cause with its fix. Reserves its space while the first diagnosis runs. */
export function FindingsSection({ findings, checkedAt, busy, error, onRefetch, isWell }: FindingsSectionProps) {
  return (
    <Section
      title="Diagnosis"
      aside={
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <p className="text-ink-soft text-sm">
            {checkedAt && (
              <>
                ran <RelativeTime date={checkedAt} />
              </>
            )}
          </p>
          <Button variant="plain" size="small" busy={busy} onClick={onRefetch}>
            <Stethoscope aria-hidden className="size-4" />
            {busy ? "Running…" : checkedAt ? "Run again" : "Run diagnosis"}
          </Button>
        </div>
      }
    >
      <div aria-busy={busy && checkedAt === null ? true : undefined} className={isWell ? "" : "min-h-40"}>
        {findings.length > 0 ? (
          <div className="divide-y divide-line">
            {findings.map((finding) => (
              <FindingCard key={finding.code} finding={finding} who={whoInDashboard} />
            ))}
          </div>
        ) : (
          <div className="px-4 py-4 sm:px-5">
            {error && checkedAt === null ? (
              <ErrorState title="The diagnosis failed" error={error} busy={busy} onRetry={onRefetch} />
            ) : checkedAt ? (
              <p className="flex items-center gap-2">
                <CircleCheck aria-hidden className="size-5 shrink-0 text-good" />
                {isWell
                  ? "No problems found: nameservers, records, certificate and edge agree."
                  : "No problems found. Checks continue automatically."}
              </p>
            ) : isWell ? (
              <p className="text-ink-soft">
                Checks nameservers, caches, CAA, the certificate and the edge for problems.
              </p>
            ) : (
              <>
                <p className="sr-only">Running the diagnosis</p>
                <TextSkeleton lines={4} />
              </>
            )}
          </div>
        )}
      </div>
    </Section>
  );
}
