import type { ThemeFault } from "@/lib/accounts/branding/check-theme";

const uses: Record<ThemeFault["use"], string> = { link: "links", label: "texts of buttons", button: "buttons" };

/** What cannot be made out in a color, scheme by scheme, and what the widget shows in its place; null: nothing. */
export function faultText(faults: readonly ThemeFault[]): string | null {
  if (faults.length === 0) return null;
  return (["light", "dark"] as const)
    .flatMap((scheme) => {
      const [first, ...rest] = faults.filter((fault) => fault.scheme === scheme);
      if (!first) return [];
      const worst = Math.min(first.contrast, ...rest.map(({ contrast }) => contrast));
      const what = listOf([first, ...rest].map(({ use }) => uses[use]));
      return `On ${scheme}, ${what} in ${first.color} are hard to see (contrast ${worst.toFixed(1)} to 1, and ${first.needed} is needed). The widget shows ${first.shown} there.`;
    })
    .join(" ");
}

function listOf(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
