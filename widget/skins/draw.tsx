/** @jsxImportSource preact */
import { render } from "preact";
import type { Brand } from "@/lib/accounts/branding/schema";
import type { WidgetTheme } from "@/lib/accounts/tokens/widget-schema";
import { type Language, rightToLeft } from "@/lib/kernel/languages";
import type { FlowEvent, FlowState } from "@/widget/flow/state";
import { titleId } from "@/widget/skins/title-id";
import type { FirstTexts, Texts } from "@/widget/texts/texts";
import { applyTheme } from "@/widget/view/apply-theme";
import type { Later } from "@/widget/view/later";
import { View } from "@/widget/view/view";

export type Drawing = {
  state: FlowState;
  dispatch(event: FlowEvent): void;
  openProvider(): void;
  texts: FirstTexts | Texts;
  language: Language;
  brand: Brand | null;
  theme: WidgetTheme;
  canClose: boolean;
  /** Without it, the view loads the steps after the first. */
  later?: Later;
};

/** Shows a state in `root`, with its language's direction and the theme's colours. */
export function draw(root: HTMLElement, { theme, ...view }: Drawing): void {
  root.lang = view.language;
  root.dir = rightToLeft.has(view.language) ? "rtl" : "ltr";
  applyTheme(root, theme, view.brand, theme.colorScheme);
  render(<View {...view} labelledById={titleId} />, root);
}

export function erase(root: HTMLElement): void {
  render(null, root);
}
