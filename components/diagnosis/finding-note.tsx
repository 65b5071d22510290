import { ChevronRight } from "lucide-react";
import { MarkedText } from "@/components/connection-facts/marked-text";
import { AboutFinding } from "@/components/diagnosis/about-finding";
import { actionWords, findingPresentation } from "@/components/diagnosis/finding-presentation";
import { CopyButton } from "@/components/ui/copy-button";
import type { Tone } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ResponsibleParty } from "@/lib/diagnosis/evidence/finding";
import type { FindingResource } from "@/lib/diagnosis/schema";

export type Desired = { host: string; type: string; value: string };

const colours: Record<Tone, string> = {
  bad: "text-bad",
  waiting: "text-waiting",
  working: "text-working",
  good: "text-good",
  quiet: "text-ink-soft",
};

/**
 * A finding where it belongs: inside the card of `about`, whose fields are what to type, or in the list of the others. The
 * fix is left out where the fields of the card say it.
 */
export function FindingNote({
  finding,
  who,
  about = null,
  isTitled = true,
}: {
  finding: FindingResource;
  who: Record<ResponsibleParty, string>;
  about?: Desired | null;
  isTitled?: boolean;
}) {
  const { title, record } = finding;
  const { tone, icon: Icon, label } = findingPresentation(finding);
  const isOwn = record !== null && about !== null && isSame(record, about);
  return (
    <div className="grid gap-1">
      {isTitled && (
        <h4 className="flex items-start gap-1.5 font-semibold [overflow-wrap:anywhere]">
          <Icon aria-hidden className={`mt-1 size-4 shrink-0 ${colours[tone]}`} />
          <span className="sr-only">{label}: </span>
          <span className="min-w-0">{title}</span>
        </h4>
      )}
      <p className="text-ink-soft [overflow-wrap:anywhere]">{finding.explanation}</p>
      {!isOwn && <p className="border-accent border-l-2 pl-3 [overflow-wrap:anywhere]">{finding.fix}</p>}
      {!isOwn && record !== null && <ExactRecord record={record} />}
      <FixedBy finding={finding} who={who} />
      <FurtherFacts finding={finding} />
    </div>
  );
}

function isSame({ action, fqdn, type, value }: NonNullable<FindingResource["record"]>, about: Desired): boolean {
  return action !== "delete" && fqdn === about.host && type === about.type && value === about.value;
}

/** Nothing where the reader, who has the records, is meant anyway. */
function FixedBy({
  finding: { who, eta },
  who: names,
}: {
  finding: FindingResource;
  who: Record<ResponsibleParty, string>;
}) {
  if (who === "customer" && eta === null) return null;
  return (
    <p className="text-ink-soft text-sm">
      {who !== "customer" && `To be fixed by ${names[who]}. `}
      {eta !== null && (
        <>
          Resolves automatically <RelativeTime date={new Date(eta)} />.
        </>
      )}
    </p>
  );
}

/** The record to add, change or delete, where it is not the one of the card. */
function ExactRecord({ record: { action, type, host, value } }: { record: NonNullable<FindingResource["record"]> }) {
  return (
    <div className="flex items-center justify-between gap-1 rounded-lg border border-line bg-paper py-1 pr-1 pl-3 text-sm">
      <p className="min-w-0 [overflow-wrap:anywhere]">
        <span className="font-medium">{actionWords[action]}: </span>
        <MarkedText parts={[{ text: [type, host, value].filter((part) => part !== "").join(" "), differs: false }]} />
      </p>
      {value !== "" && <CopyButton text={value} label={`the value to ${action}`} />}
    </div>
  );
}

function FurtherFacts({ finding: { title, evidence, docUrl } }: { finding: FindingResource }) {
  return (
    <div className="flex flex-wrap items-start gap-x-5 text-sm">
      {evidence.length > 0 && (
        <details className="group min-w-0 open:basis-full">
          <summary className="control-small inline-flex list-none items-center gap-1 rounded-md text-ink-soft hover:text-ink [&::-webkit-details-marker]:hidden">
            <ChevronRight aria-hidden className="size-4 group-open:rotate-90 motion-safe:transition-transform" />
            Evidence
          </summary>
          <ul className="grid gap-1 pb-1 pl-5">
            {evidence.map((fact) => (
              <li key={fact} className="list-disc font-mono text-[13px] leading-5 [overflow-wrap:anywhere]">
                {fact}
              </li>
            ))}
          </ul>
        </details>
      )}
      <AboutFinding title={title} docUrl={docUrl} />
    </div>
  );
}
