/** @jsxImportSource preact */
import { Title } from "@/widget/view/title";
import type { ViewContext } from "@/widget/view/view-context";

/** Asked where something would be lost, or is not done. Its buttons are in the footer. */
export function CloseQuestion({ view }: { view: ViewContext }) {
  const { state, texts, say } = view;
  return (
    <Title view={view} text={texts.closing.title}>
      <p>{say(state.setUp === null ? texts.closing.text : texts.closing.textSaved)}</p>
    </Title>
  );
}
