/** The company's color in one theme, with what belongs to it. */
export type ThemeAccent = {
  background: string;
  /** Of text on it. */
  text: string;
  /** Under the pointer. */
  strong: string;
  /** Whether the company's own color cannot be read against the pages of this theme. */
  corrected: boolean;
};

/** What the color is shown on as text, and beside: the page, a card, a quiet surface. */
export const themes = {
  light: { papers: ["#f6f5f1", "#ffffff", "#edebe4"], text: "#ffffff", away: [0, 0, 0] },
  dark: { papers: ["#121311", "#1a1c19", "#282a26"], text: "#000000", away: [255, 255, 255] },
} as const;

/** WCAG 2.2 AA, for text. */
const minContrast = 4.5;
const steps = 200;
const strongShare = 0.2;

/**
 * The company's color as both themes can show it: as text on our pages, and as a background of text. A color that cannot
 * be read is made darker in the light theme, and lighter in the dark one, until it can.
 */
export function accentOf(color: string): { light: ThemeAccent; dark: ThemeAccent } {
  return { light: accentIn("light", color), dark: accentIn("dark", color) };
}

/** The ratio of WCAG, from 1 to 21. */
export function contrastOf(one: string, other: string): number {
  const [first, second] = [luminanceOf(one), luminanceOf(other)];
  return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
}

function accentIn(theme: keyof typeof themes, color: string): ThemeAccent {
  const { papers, text, away } = themes[theme];
  for (let step = 0; step <= steps; step += 1) {
    const background = mix(color, away, step / steps);
    const isLegible = [...papers, text].every((other) => contrastOf(background, other) >= minContrast);
    if (isLegible) return { background, text, strong: mix(background, away, strongShare), corrected: step > 0 };
  }
  throw new Error(`no shade of ${color} can be read in the ${theme} theme`);
}

function mix(color: string, towards: readonly number[], share: number): string {
  const mixed = channelsOf(color).map((value, index) => Math.round(value + ((towards[index] ?? 0) - value) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

function luminanceOf(color: string): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(color).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channelsOf(color: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
}
