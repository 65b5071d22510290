import type { FirstTexts, LaterTexts, Texts } from "@/widget/texts/texts";

/** Both halves of a language. Where `first` is a whole one, it stays as it is. */
export function completeTexts(first: FirstTexts, later: LaterTexts): Texts {
  return {
    ...later,
    ...first,
    domain: { ...later.domain, ...first.domain },
    problems: { ...later.problems, ...first.problems },
  };
}
