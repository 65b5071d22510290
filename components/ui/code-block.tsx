"use client";

import * as Radix from "radix-ui/tabs";
import { useState } from "react";
import { CopyButton } from "@/components/ui/copy-button";

export type CodeSample = { language: string; code: string };

/** Code to copy, in one language or several. `label` completes "Copy …". */
export function CodeBlock({ label, samples }: { label: string; samples: readonly CodeSample[] }) {
  const [chosen, setChosen] = useState(samples[0]?.language ?? "");
  const current = samples.find(({ language }) => language === chosen) ?? samples[0];
  if (!current) return null;
  return (
    <Radix.Root
      value={current.language}
      onValueChange={setChosen}
      className="min-w-0 overflow-clip rounded-xl border border-line bg-paper"
    >
      <div className="flex min-h-11 items-center justify-between gap-3 border-line border-b bg-card pr-1 pl-3">
        <Radix.List aria-label={`Languages of ${label}`} className="flex gap-4 overflow-x-auto">
          {samples.map(({ language }) => (
            <Radix.Trigger
              key={language}
              value={language}
              className="-mb-px min-h-11 whitespace-nowrap border-transparent border-b-2 text-ink-soft text-sm outline-offset-[-2px] hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink"
            >
              {language}
            </Radix.Trigger>
          ))}
        </Radix.List>
        <CopyButton text={current.code} label={label} />
      </div>
      {samples.map(({ language, code }) => (
        <Radix.Content key={language} value={language} className="outline-offset-[-2px]">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
          <pre tabIndex={0} className="overflow-x-auto p-4 font-mono text-[13px] leading-5 outline-offset-[-2px]">
            <code>{code}</code>
          </pre>
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
