/** @jsxImportSource preact */
import { render } from "preact";
import type { Brand } from "@/lib/accounts/branding/schema";
import type { WidgetTheme } from "@/lib/accounts/tokens/widget-schema";
import type { Language } from "@/lib/kernel/languages";
import type { FlowEvent, FlowState } from "@/widget/flow/state";
import { titleId } from "@/widget/skins/title-id";
import type { FirstTexts, Texts } from "@/widget/texts/texts";
import { applyTheme } from "@/widget/view/apply-theme";
import { View } from "@/widget/view/view";
import type { Later } from "@/widget/view/view-context";

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

/** Shows a state in `root`, in the theme's colours. */
export function draw(root: HTMLElement, { theme, ...view }: Drawing): void {
  applyTheme(root, theme, view.brand, theme.colorScheme);
  render(<View {...view} labelledById={titleId} />, root);
}

export function erase(root: HTMLElement): void {
  render(null, root);
}
