/** @jsxImportSource preact */
import type { Way } from "@/widget/flow/state";
import { Icon, type IconName, Spinner } from "@/widget/view/icon";
import { Problem } from "@/widget/view/problem";
import { Title } from "@/widget/view/title";
import type { ViewContext } from "@/widget/view/view-context";

const icons: Record<Way, IconName> = { automatic: "spark", domain_connect: "key", manual: "hand" };

/** One button for each way, the best first: a click is the choice. */
export function ChoiceStep({ view }: { view: ViewContext }) {
  const { state, texts, say, dispatch } = view;
  return (
    <>
      <Title view={view} text={texts.choice.title}>
        <p>{texts.choice.introduction}</p>
      </Title>
      {state.problem !== null && (
        <Problem view={view} problem={state.problem} onRetry={() => dispatch({ type: "retried" })} />
      )}
      <ul class="ways">
        {state.ways.map((way, index) => (
          <li key={way}>
            <button
              type="button"
              class="way"
              aria-disabled={state.busy !== null}
              onClick={() => state.busy === null && dispatch({ type: "way_chosen", way })}
            >
              <span class="disc">
                {state.busy === "connecting" && state.way === way ? <Spinner /> : <Icon name={icons[way]} />}
              </span>
              <span class="way-text">
                <strong>{say(texts.choice.ways[way].title)}</strong>
                {index === 0 && <span class="badge">{texts.choice.recommended}</span>}
                <span class="soft">{say(texts.choice.ways[way].text)}</span>
              </span>
              <Icon name="next" />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
