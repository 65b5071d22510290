import { Fragment } from "react";
import type { Part } from "@/lib/dns/mark-difference";

/** A value as it is typed into DNS, with the characters marked that differ from the wanted one. Breaks after dots first. */
export function MarkedText({ parts }: { parts: readonly Part[] }) {
  return (
    <span className="min-w-0 font-mono text-[13px] leading-5 [overflow-wrap:anywhere]">
      {parts.map(({ text, differs }, index) => {
        const shown = <Breakable text={text} />;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts have no other name
          <Fragment key={index}>
            {differs ? <mark className="rounded-sm bg-bad-soft font-semibold text-bad underline">{shown}</mark> : shown}
          </Fragment>
        );
      })}
    </span>
  );
}

function Breakable({ text }: { text: string }) {
  return text.split(/(?<=[.])/).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a name never change places
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
