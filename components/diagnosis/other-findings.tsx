import { CircleCheck } from "lucide-react";
import { FindingLine } from "@/components/diagnosis/finding-line";
import { SteadyBox } from "@/components/ui/steady-box";
import type { ResponsibleParty } from "@/lib/diagnosis/evidence/finding";
import type { FindingResource } from "@/lib/diagnosis/schema";

/** The findings that are about no record: one line each, opened by a click. Without one, how the diagnosis is doing. */
export function OtherFindings({
  findings,
  who,
  placed,
  ran,
  busy,
  error,
  isWell,
}: {
  findings: readonly FindingResource[];
  who: Record<ResponsibleParty, string>;
  /** How many findings are shown at their records. */
  placed: number;
  /** There is a diagnosis of the current state. */
  ran: boolean;
  busy: boolean;
  error: Error | null;
  /** The domain works: the diagnosis runs on request only. */
  isWell: boolean;
}) {
  return (
    <SteadyBox reserve="min-h-14" more="all findings">
      {findings.length > 0 ? (
        <ul className="grid gap-1">
          {findings.map((finding) => (
            <li key={finding.code}>
              <FindingLine finding={finding} who={who} />
            </li>
          ))}
        </ul>
      ) : error && !ran ? (
        <p className="text-bad [overflow-wrap:anywhere]">The diagnosis failed: {error.message}</p>
      ) : ran ? (
        <p className="flex items-start gap-2 text-ink-soft">
          <CircleCheck aria-hidden className="mt-0.5 size-5 shrink-0 text-good" />
          {isWell
            ? "No problems found: nameservers, records, certificate and edge agree."
            : placed === 0
              ? "No problems found. Checks continue automatically."
              : "Nothing is wrong apart from the records."}
        </p>
      ) : (
        <p aria-busy={busy ? true : undefined} className="text-ink-soft">
          {busy
            ? "Running the diagnosis…"
            : "The diagnosis checks nameservers, caches, CAA, the certificate and the edge."}
        </p>
      )}
    </SteadyBox>
  );
}
