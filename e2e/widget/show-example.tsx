/** @jsxImportSource preact */
import { render } from "preact";
import { widgetThemeSchema } from "@/lib/accounts/tokens/widget-schema";
import { type Language, languages } from "@/lib/kernel/languages";
import type { FlowEvent } from "@/widget/flow/state";
import { loadTexts } from "@/widget/texts/load-texts";
import { applyTheme } from "@/widget/view/apply-theme";
import { type ExampleName, exampleBrand, exampleStates } from "@/widget/view/example-states";
import { later } from "@/widget/view/later";
import { widgetCss } from "@/widget/view/sheet";
import { View } from "@/widget/view/view";

type Shown = { language?: Language; scheme?: "light" | "dark" | "auto"; fontSize?: string };

declare global {
  interface Window {
    show(name: ExampleName, shown?: Shown): Promise<void>;
    names: ExampleName[];
    languages: readonly Language[];
    events: FlowEvent[];
  }
}

const theme = widgetThemeSchema.parse({});
const host = document.querySelector("main") ?? document.body;
const shadow = host.attachShadow({ mode: "open" });
const [sheet, page] = [new CSSStyleSheet(), new CSSStyleSheet()];
sheet.replaceSync(widgetCss);
shadow.adoptedStyleSheets = [sheet];
document.adoptedStyleSheets = [page];
const frame = document.createElement("div");
shadow.append(frame);

window.names = Object.keys(exampleStates) as ExampleName[];
window.languages = languages;
window.events = [];

/** `fontSize`: of the reader's browser, which a page can only imitate on the element itself. */
window.show = async (name, { language = "en", scheme = "light", fontSize = "medium" } = {}) => {
  page.replaceSync(`html{color-scheme:${scheme};background:light-dark(#e9e7e1,#0b0c0a)}body{margin:0}header{position:absolute;opacity:0}
main{display:block;max-width:560px;margin:0 auto}`);
  applyTheme(frame, theme, exampleBrand, scheme);
  const texts = await loadTexts(language);
  render(
    <View
      key={name}
      state={exampleStates[name]}
      dispatch={(event) => window.events.push(event)}
      openProvider={() => window.events.push({ type: "provider_opened" })}
      texts={texts}
      language={language}
      brand={exampleBrand}
      canClose
      labelledById="title"
      later={later}
    />,
    frame,
  );
  const view = frame.querySelector<HTMLElement>(".lk");
  if (view !== null) view.style.fontSize = fontSize;
};
