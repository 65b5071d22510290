import type { LatchkeyCopy } from "@/widget/skins/options";
import type { FirstTexts } from "@/widget/texts/texts";

/** The texts with the page's own words in their places. */
export function applyCopy<T extends FirstTexts>(texts: T, copy: LatchkeyCopy = {}): T {
  const { common, domain, success } = texts;
  return {
    ...texts,
    common: { ...common, title: copy.title ?? common.title },
    domain: {
      ...domain,
      title: copy.heading ?? domain.title,
      introduction: copy.introduction ?? domain.introduction,
      button: copy.button ?? domain.button,
    },
    success: {
      ...success,
      title: copy.successTitle ?? success.title,
      text: copy.successText ?? success.text,
    },
  };
}
