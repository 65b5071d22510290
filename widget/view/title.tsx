/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import type { ViewContext } from "@/widget/view/view-context";

/** The heading of what is shown: it names the dialog, and gets the focus when the step changes. */
export function Title({ view, text, children }: { view: ViewContext; text: string; children?: ComponentChildren }) {
  return (
    <div class="title">
      <h2 id={view.labelledById} tabIndex={-1} data-heading>
        {text}
      </h2>
      {children}
    </div>
  );
}
