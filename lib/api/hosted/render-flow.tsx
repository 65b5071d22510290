/** @jsxImportSource preact */
import { renderToString } from "preact-render-to-string";
import type { Brand } from "@/lib/accounts/branding/schema";
import type { Language } from "@/lib/kernel/languages";
import type { FlowState } from "@/widget/flow/state";
import type { Texts } from "@/widget/texts/texts";
import { later } from "@/widget/view/later";
import { View } from "@/widget/view/view";

/**
 * The view as HTML. The browser's script makes the same of the same state, and goes on from there.
 * @param props `titleId`: of the heading
 */
export function renderFlow(props: {
  state: FlowState;
  texts: Texts;
  language: Language;
  brand: Brand;
  titleId: string;
}): string {
  const { titleId, ...view } = props;
  return renderToString(
    <View
      {...view}
      later={later}
      labelledById={titleId}
      canClose={false}
      dispatch={() => {}}
      openProvider={() => {}}
    />,
  );
}
