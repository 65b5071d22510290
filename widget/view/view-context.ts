import type { ComponentType } from "preact";
import type { Brand } from "@/lib/accounts/branding/schema";
import type { Language } from "@/lib/kernel/languages";
import type { FlowEvent, FlowState } from "@/widget/flow/state";
import { format, type Values } from "@/widget/texts/format";
import type { FirstTexts, Message, Texts } from "@/widget/texts/texts";
import type { Place } from "@/widget/view/place-of";

export type ViewProps = {
  state: FlowState;
  dispatch(event: FlowEvent): void;
  /** Called inside the click, so that the browser lets it open a window. */
  openProvider(): void;
  /** The rest comes with the later steps. */
  texts: FirstTexts | Texts;
  language: Language;
  /** null until it has arrived. */
  brand: Brand | null;
  /** Whether there is anything to close: a dialog has it, a page does not. */
  canClose: boolean;
  /** The id of the heading, which names the dialog. */
  labelledById: string;
  /** For a page that is rendered by the server; without it, it is loaded when the view is there. */
  later?: Later;
};

/** What every part of the view gets. */
export type ViewContext = ViewProps & {
  texts: Texts;
  /** Fills `{name}`, `{domain}`, `{zone}` and `{provider}` too. */
  say(message: Message, values?: Values): string;
  /** For screen readers alone. */
  announce(text: string): void;
};

/** Everything after the first step: a chunk of its own (later.tsx). */
export type Later = {
  Footer: ComponentType<{ view: ViewContext; place: Place }>;
  announcementOf(before: FlowState, view: Pick<ViewContext, "state" | "texts" | "say">): string | null;
  css: string;
  complete(texts: FirstTexts): Texts;
  places: Record<Exclude<Place, "domain">, ComponentType<{ view: ViewContext }>>;
};

/** The same for the view and for what is announced. */
export function createSay({ state, brand, language }: Pick<ViewProps, "state" | "brand" | "language">) {
  const { setUp, check, reading } = state;
  const typed = reading.kind === "hostname" ? reading.unicode : state.typed;
  const domain = setUp?.hostnameUnicode ?? check?.hostnameUnicode ?? typed;
  const zone = setUp?.zone ?? check?.zone.name ?? domain;
  const known: Values = {
    name: brand?.name ?? "",
    domain,
    zone,
    provider: setUp?.provider?.name ?? check?.provider?.name ?? zone,
  };
  return (message: Message, values: Values = {}) => format(message, { ...known, ...values }, language);
}
