/** @jsxImportSource preact */
import { Icon } from "@/widget/view/icon";
import { Title } from "@/widget/view/title";
import type { ViewContext } from "@/widget/view/view-context";

/** The session has expired. What was done stays as it is behind this. */
export function Expired({ view }: { view: ViewContext }) {
  const { state, texts } = view;
  return (
    <div class="centre">
      <span class="seal quiet">
        <Icon name="clock" />
      </span>
      <Title view={view} text={texts.expired.title}>
        <p>{state.mode === "link" ? texts.expired.textLink : texts.expired.text}</p>
      </Title>
    </div>
  );
}
