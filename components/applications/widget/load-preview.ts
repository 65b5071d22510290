import type { WidgetTheme } from "@/lib/accounts/applications/schema";
import type { Brand } from "@/lib/accounts/branding/schema";
import type { Language } from "@/lib/kernel/languages";

export type PreviewOptions = {
  theme: WidgetTheme;
  brand: Brand | null;
  colorScheme: WidgetTheme["colorScheme"];
  language: Language;
  /** Name of an example state. */
  example: string;
};

export type MountPreview = (
  element: HTMLElement,
  options: PreviewOptions,
) => { update(part: Partial<PreviewOptions>): void; unmount(): void };

/** The widget's own code, which no other page of the dashboard needs. */
export async function loadPreview(): Promise<MountPreview> {
  const { mountPreview } = await import("@/widget/skins/preview");
  return mountPreview;
}
