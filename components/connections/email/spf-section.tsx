"use client";

import { CopyButton } from "@/components/ui/copy-button";
import { Meter } from "@/components/ui/meter";
import { Section } from "@/components/ui/section";
import type { EmailReport } from "@/lib/connections/email/schema";

/** The SPF record before and after, and the look-ups that it costs: the one record that only its owner changes. */
export function SpfSection({ report: { spf, manualRecords, domain } }: { report: EmailReport }) {
  if (spf === null) return null;
  const [manual] = manualRecords;
  const { before, after, limit } = spf;
  return (
    <Section
      title="SPF record"
      description={
        manual === undefined
          ? "It is complete. Nothing has to change."
          : `${manual.reason} You change it at the DNS provider: a mistake in it would stop mail from everybody who sends for you.`
      }
      padded
    >
      <div className="grid gap-4">
        <dl className="grid gap-3">
          {manual?.before.map((text) => (
            <Text key={text} label="Before" text={text} />
          ))}
          <Text
            label={manual === undefined ? "Published" : manual.before.length === 0 ? "To add" : "After"}
            text={spf.record}
            copy={manual && `the new SPF record of ${domain}`}
          />
        </dl>
        <div className="grid max-w-xl gap-1">
          <Meter
            label={after.complete ? "Look-ups used" : "Look-ups used, at least"}
            used={after.lookUps}
            limit={limit}
            {...(before !== null && before.lookUps !== after.lookUps
              ? { hint: `${before.lookUps} before the change` }
              : {})}
          />
        </div>
        {after.costs.length > 0 && (
          <details>
            <summary className="control-small inline-flex items-center rounded-md text-ink-soft text-sm hover:text-ink">
              What each term costs
            </summary>
            <ul className="grid gap-1 pt-1 font-mono text-[13px] leading-5">
              {after.costs.map(({ depth, term, lookUps, problem }, index) => (
                <li
                  // biome-ignore lint/suspicious/noArrayIndexKey: a tree in depth-first order, shown as it came
                  key={index}
                  style={{ paddingInlineStart: `${Math.min(depth, 6)}rem` }}
                  className="[overflow-wrap:anywhere]"
                >
                  {term}: {lookUps}
                  {problem !== null && <span className="text-bad"> ({problem.replaceAll("_", " ")})</span>}
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </Section>
  );
}

function Text({ label, text, copy }: { label: string; text: string; copy?: string | undefined }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-2">
      <dt className="col-span-2 text-ink-soft text-sm">{label}</dt>
      <dd className="min-w-0 font-mono text-[13px] leading-5 [overflow-wrap:anywhere]">{text}</dd>
      <dd>{copy !== undefined && <CopyButton text={text} label={copy} />}</dd>
    </div>
  );
}
