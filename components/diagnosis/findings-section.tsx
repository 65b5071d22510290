import { CircleCheck, Stethoscope } from "lucide-react";
import { FindingCard } from "@/components/diagnosis/finding-card";
import { whoInDashboard } from "@/components/diagnosis/finding-presentation";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { TextSkeleton } from "@/components/ui/skeleton";
import type { Finding } from "@/lib/diagnosis/evidence/finding";

type FindingsSectionProps = {
  findings: readonly Finding[];
  /** When it was looked; null: not yet. */
  checkedAt: Date | null;
  busy: boolean;
  error: Error | null;
  onRefetch: () => void;
  /** The domain works: the diagnosis is only made when it is asked for. */
  isWell: boolean;
};

/** Why it is stuck: each cause with its fix. Its place is kept while the first look lasts. */
export function FindingsSection({ findings, checkedAt, busy, error, onRefetch, isWell }: FindingsSectionProps) {
  return (
    <Section
      title="Diagnosis"
      aside={
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <p className="text-ink-soft text-sm">
            {checkedAt && (
              <>
                looked <RelativeTime date={checkedAt} />
              </>
            )}
          </p>
          <Button variant="plain" size="small" busy={busy} onClick={onRefetch}>
            <Stethoscope aria-hidden className="size-4" />
            {busy ? "Looking…" : checkedAt ? "Look again" : "Look now"}
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
              <ErrorState title="The diagnosis could not be made" error={error} busy={busy} onRetry={onRefetch} />
            ) : checkedAt ? (
              <p className="flex items-center gap-2">
                <CircleCheck aria-hidden className="size-5 shrink-0 text-good" />
                {isWell
                  ? "Nothing is wrong: nameservers, records, certificate and edge agree."
                  : "Nothing was found that stands in the way. It goes on by itself."}
              </p>
            ) : isWell ? (
              <p className="text-ink-soft">
                Looks at nameservers, caches, CAA, the certificate and the edge, and says what could go wrong.
              </p>
            ) : (
              <>
                <p className="sr-only">Looking for what stands in the way</p>
                <TextSkeleton lines={4} />
              </>
            )}
          </div>
        )}
      </div>
    </Section>
  );
}
