import type { Brand } from "@/lib/accounts/branding/schema";
import type { WidgetTheme } from "@/lib/accounts/tokens/widget-schema";
import type { Language } from "@/lib/kernel/languages";
import { draw, erase } from "@/widget/skins/draw";
import { openInline } from "@/widget/skins/place";
import { en } from "@/widget/texts/en";
import { loadTexts } from "@/widget/texts/load-texts";
import type { Texts } from "@/widget/texts/texts";
import { type ExampleName, exampleStates } from "@/widget/view/example-states";
import { later } from "@/widget/view/later";

export type Preview = {
  theme: WidgetTheme;
  brand: Brand;
  colorScheme: WidgetTheme["colorScheme"];
  language: Language;
  example: ExampleName;
};

/** Shows an example of the flow in `element`: it looks as in a customer's page, and nothing in it does anything. */
export function mountPreview(
  element: HTMLElement,
  preview: Preview,
): { update(part: Partial<Preview>): void; unmount(): void } {
  let shown = preview;
  let texts: { language: Language; texts: Texts } | null = null;
  let isMounted = true;
  const place = openInline(element, { onGone: unmount });
  // It is a picture: nobody gets into it with the keyboard, and the page has its own name for it.
  place.root.inert = true;
  place.root.removeAttribute("aria-labelledby");
  show();

  function show(): void {
    const { language, example, brand, theme, colorScheme } = shown;
    if (texts?.language !== language) {
      load(language);
      return;
    }
    draw(place.root, {
      state: exampleStates[example],
      ...{ texts: texts.texts, language, brand },
      theme: { ...theme, colorScheme },
      canClose: true,
      later,
      dispatch: () => undefined,
      openProvider: () => undefined,
    });
  }

  function load(language: Language): void {
    const use = (loaded: Texts) => {
      if (!isMounted || shown.language !== language) return;
      texts = { language, texts: loaded };
      show();
    };
    loadTexts(language).then(use, () => use(en));
  }

  function unmount(): void {
    if (!isMounted) return;
    isMounted = false;
    erase(place.root);
    place.remove();
  }

  return {
    update(part) {
      shown = { ...shown, ...part };
      if (isMounted) show();
    },
    unmount,
  };
}
