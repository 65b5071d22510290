import { BookOpen, ChevronRight } from "lucide-react";
import Link from "next/link";
import { actionWords, findingPresentation } from "@/components/diagnosis/finding-presentation";
import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { RelativeTime } from "@/components/ui/relative-time";
import type { RecordAction, ResponsibleParty } from "@/lib/diagnosis/evidence/finding";
import type { FindingResource } from "@/lib/diagnosis/schema";

/** One cause: what it is, who must do what about it, the exact record, and the evidence on demand. */
export function FindingCard({ finding, who }: { finding: FindingResource; who: Record<ResponsibleParty, string> }) {
  const { label, tone, icon } = findingPresentation(finding);
  return (
    <article className="grid gap-3 px-4 py-4 sm:px-5">
      <div className="grid gap-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h3 className="min-w-0 font-semibold [overflow-wrap:anywhere]">{finding.title}</h3>
          <Badge tone={tone} icon={icon}>
            {label}
          </Badge>
        </div>
        <p className="max-w-3xl text-ink-soft [overflow-wrap:anywhere]">{finding.explanation}</p>
      </div>
      <div className="grid max-w-3xl gap-0.5 border-accent border-l-2 pl-3">
        <p className="[overflow-wrap:anywhere]">{finding.fix}</p>
        <p className="text-ink-soft text-sm">
          To be fixed by {who[finding.who]}.
          {finding.eta !== null && (
            <>
              {" "}
              Resolves automatically <RelativeTime date={new Date(finding.eta)} />.
            </>
          )}
        </p>
      </div>
      {finding.record && <ExactRecord record={finding.record} />}
      <div className="flex flex-wrap items-start gap-x-6 gap-y-1 text-sm">
        {finding.evidence.length > 0 && (
          <details className="group min-w-0">
            <summary className="control-small inline-flex list-none items-center gap-1 rounded-md text-ink-soft hover:text-ink [&::-webkit-details-marker]:hidden">
              <ChevronRight aria-hidden className="size-4 group-open:rotate-90 motion-safe:transition-transform" />
              Evidence
            </summary>
            <ul className="grid gap-1 pt-1 pl-5">
              {finding.evidence.map((fact) => (
                <li key={fact} className="list-disc font-mono text-[13px] leading-5 [overflow-wrap:anywhere]">
                  {fact}
                </li>
              ))}
            </ul>
          </details>
        )}
        <Link
          href={finding.docUrl}
          aria-label={`About this: ${finding.title}`}
          className="control-small inline-flex items-center gap-1.5 rounded-md text-ink-soft underline-offset-4 hover:text-ink hover:underline"
        >
          <BookOpen aria-hidden className="size-4" />
          About this
        </Link>
      </div>
    </article>
  );
}

/** The one record to add, change or delete, each part with a button that copies what the form wants. */
function ExactRecord({ record }: { record: RecordAction }) {
  const { action, host, fqdn, type, value } = record;
  return (
    <div className="max-w-3xl rounded-lg border border-line bg-paper">
      <p className="border-line border-b px-3 py-2 font-medium text-sm">{actionWords[action]}</p>
      <dl className="grid grid-cols-[4rem_minmax(0,1fr)_auto] items-center gap-x-2 py-1 pl-3 text-sm">
        <Part label="Type" text={type} />
        <Part label="Host" text={host} copy={`the host to ${action}`} full={host === fqdn ? null : fqdn} />
        {value !== "" && <Part label="Value" text={value} copy={`the value to ${action}`} />}
      </dl>
    </div>
  );
}

function Part({ label, text, copy, full }: { label: string; text: string; copy?: string; full?: string | null }) {
  return (
    <>
      <dt className="text-ink-soft">{label}</dt>
      <dd className="min-w-0 py-1.5 font-mono text-[13px] leading-5 [overflow-wrap:anywhere]">
        {text}
        {full && <span className="block text-ink-soft">in full: {full}</span>}
      </dd>
      <dd className="pr-1">{copy !== undefined && <CopyButton text={text} label={copy} />}</dd>
    </>
  );
}
