"use client";

import { type KeyboardEvent, useId, useState } from "react";
import { CopyButton } from "@/components/ui/copy-button";

export type CodeSample = { language: string; code: string };

/** Code to copy, in one language or several: the tabs pattern of the ARIA Authoring Practices. `label` completes "Copy …". */
export function CodeBlock({ label, samples }: { label: string; samples: readonly CodeSample[] }) {
  const id = useId();
  const [chosen, setChosen] = useState(0);
  const current = samples[chosen] ?? samples[0];
  if (!current) return null;

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const last = samples.length - 1;
    const next = {
      ArrowRight: chosen === last ? 0 : chosen + 1,
      ArrowLeft: chosen === 0 ? last : chosen - 1,
      Home: 0,
      End: last,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setChosen(next);
    event.currentTarget.querySelectorAll<HTMLElement>("[role=tab]")[next]?.focus();
  }

  return (
    <div className="min-w-0 overflow-clip rounded-xl border border-line bg-paper">
      <div className="flex min-h-11 items-center justify-between gap-3 border-line border-b bg-card pr-1 pl-3">
        <div
          role="tablist"
          aria-label={`Languages of ${label}`}
          tabIndex={-1}
          onKeyDown={onKeyDown}
          className="flex gap-4 overflow-x-auto"
        >
          {samples.map((sample, index) => {
            const isCurrent = sample === current;
            return (
              <button
                key={sample.language}
                type="button"
                role="tab"
                id={`${id}-${index}`}
                aria-selected={isCurrent}
                aria-controls={isCurrent ? id : undefined}
                tabIndex={isCurrent ? 0 : -1}
                onClick={() => setChosen(index)}
                className="-mb-px min-h-11 whitespace-nowrap border-transparent border-b-2 text-ink-soft text-sm outline-offset-[-2px] hover:text-ink aria-selected:border-accent aria-selected:text-ink"
              >
                {sample.language}
              </button>
            );
          })}
        </div>
        <CopyButton text={current.code} label={label} />
      </div>
      <div role="tabpanel" id={id} aria-labelledby={`${id}-${samples.indexOf(current)}`}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
        <pre tabIndex={0} className="overflow-x-auto p-4 font-mono text-[13px] leading-5 outline-offset-[-2px]">
          <code>{current.code}</code>
        </pre>
      </div>
    </div>
  );
}
