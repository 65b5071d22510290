import type { SetUpResource } from "@/lib/diagnosis/setup/schema";
import type { Language } from "@/lib/kernel/languages";
import type { ViewContext } from "@/widget/view/view-context";

const minuteMs = 60_000;

/**
 * When it is done, in words and in the reader's time zone; null: not known. Counted from the last check, so that it needs
 * no clock.
 */
export function expectedText(
  { texts, say, language }: Pick<ViewContext, "texts" | "say" | "language">,
  { expectedAt, checkedAt }: Pick<SetUpResource, "expectedAt" | "checkedAt">,
): { about: string; by: string | null } | null {
  if (expectedAt === null) return null;
  const minutes = Math.ceil((expectedAt.getTime() - checkedAt.getTime()) / minuteMs);
  if (minutes <= 0) return { about: texts.progress.now, by: null };
  const time = timeText(expectedAt, language);
  if (dayText(expectedAt, language) !== dayText(checkedAt, language)) {
    return { about: say(texts.progress.byDay, { day: dayText(expectedAt, language), time }), by: null };
  }
  const by = say(texts.progress.by, { time });
  return minutes > 60 ? { about: by, by: null } : { about: say(texts.progress.about, { count: minutes }), by };
}

export function timeText(date: Date, language: Language): string {
  return new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" }).format(date);
}

function dayText(date: Date, language: Language): string {
  return new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" }).format(date);
}
