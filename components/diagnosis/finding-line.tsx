import { ChevronRight } from "lucide-react";
import { type Desired, FindingNote } from "@/components/diagnosis/finding-note";
import { findingPresentation } from "@/components/diagnosis/finding-presentation";
import { Badge } from "@/components/ui/badge";
import type { ResponsibleParty } from "@/lib/diagnosis/evidence/finding";
import type { FindingResource } from "@/lib/diagnosis/schema";

/** A finding as one line; a click shows the rest. `about`: the record in whose card it is. */
export function FindingLine({
  finding,
  who,
  about = null,
}: {
  finding: FindingResource;
  who: Record<ResponsibleParty, string>;
  about?: Desired | null;
}) {
  const { label, tone, icon } = findingPresentation(finding);
  return (
    <details className="group/line">
      <summary className="control-small flex list-none items-start gap-1.5 rounded-md py-1 hover:bg-hover [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="mt-1 size-4 shrink-0 text-ink-soft group-open/line:rotate-90 motion-safe:transition-transform"
        />
        <span className="min-w-0 flex-1 font-medium [overflow-wrap:anywhere]">{finding.title}</span>
        <Badge tone={tone} icon={icon}>
          {label}
        </Badge>
      </summary>
      <div className="pt-1 pb-2 pl-5.5">
        <FindingNote finding={finding} who={who} about={about} isTitled={false} />
      </div>
    </details>
  );
}
