import type { Brand } from "@/lib/accounts/branding/schema";
import type { WidgetTheme } from "@/lib/accounts/tokens/widget-schema";
import type { SetUpResource } from "@/lib/diagnosis/setup/schema";
import type { Language } from "@/lib/kernel/languages";

/** What the script of the hosted page begins with. `setUp`: what the server has drawn; null: the script asks. */
export type HostedStart = { language: Language; brand: Brand; theme: WidgetTheme; setUp: SetUpResource | null };

/** Reads the page's block of data, in which dates are texts. */
export function readHostedStart(text: string): HostedStart {
  const { setUp, ...start }: HostedStart = JSON.parse(text);
  const read = <T extends Date | null>(date: T): T => (date === null ? date : (new Date(date) as T));
  if (setUp === null) return { ...start, setUp };
  const { nextCheckAt, expectedAt, checkedAt, expiresAt } = setUp;
  const dates = {
    nextCheckAt: read(nextCheckAt),
    expectedAt: read(expectedAt),
    checkedAt: read(checkedAt),
    expiresAt: read(expiresAt),
  };
  return { ...start, setUp: { ...setUp, ...dates } };
}
