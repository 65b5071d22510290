/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import type { ViewContext } from "@/widget/view/view-context";

/** The heading of what is shown: it names the dialog, and gets the focus when the step changes. */
export function Title({ view, text, children }: { view: ViewContext; text: string; children?: ComponentChildren }) {
  // The hosted page has no other heading; a page of the integrator has one of its own.
  const Heading = view.state.mode === "link" ? "h1" : "h2";
  return (
    <div class="title">
      <Heading id={view.labelledById} tabIndex={-1} data-heading>
        {text}
      </Heading>
      {children}
    </div>
  );
}
