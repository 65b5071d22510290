/** @jsxImportSource preact */
import { Icon } from "@/widget/view/icon";
import { Title } from "@/widget/view/title";
import type { ViewContext } from "@/widget/view/view-context";

export function SuccessStep({ view }: { view: ViewContext }) {
  const { state, texts, say } = view;
  return (
    <div class="centre">
      <span class="seal">
        <Icon name="check" />
      </span>
      <Title view={view} text={say(texts.success.title)}>
        <p>{say(texts.success.text)}</p>
      </Title>
      {state.setUp !== null && (
        <a class="btn" href={`https://${state.setUp.hostname}`} target="_blank" rel="noreferrer">
          {say(texts.success.visit)}
          <Icon name="open" />
          <span class="sr">({texts.common.newTab})</span>
        </a>
      )}
    </div>
  );
}
