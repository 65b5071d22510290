import fc from "fast-check";
import { expect, it } from "vitest";
import { accentOf, contrastOf } from "@/lib/accounts/branding/accent";

const color = fc.nat(0xffffff).map((value) => `#${value.toString(16).padStart(6, "0")}`);
const papers = { light: ["#f6f5f1", "#ffffff", "#edebe4"], dark: ["#121311", "#1a1c19", "#282a26"] };

it("knows the contrasts of WCAG", () => {
  expect(contrastOf("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrastOf("#777777", "#ffffff")).toBeCloseTo(4.478, 2);
  expect(contrastOf("#123456", "#123456")).toBe(1);
});

it("every color can be read in both themes: on the pages, and with its text on it, under the pointer too", () => {
  fc.assert(
    fc.property(color, (chosen) => {
      const accent = accentOf(chosen);
      for (const theme of ["light", "dark"] as const) {
        const { background, text, strong, corrected } = accent[theme];
        const pairs = [...papers[theme].map((paper) => [background, paper] as const), [text, background] as const];
        const contrasts = [...pairs, [text, strong] as const].map(([one, other]) => contrastOf(one, other));
        expect(Math.min(...contrasts)).toBeGreaterThanOrEqual(4.5);
        expect(corrected).toBe(background !== chosen);
      }
    }),
    { numRuns: 300 },
  );
});

it("leaves a color that can be read as it is", () => {
  expect(accentOf("#0b5a4b").light).toMatchObject({ background: "#0b5a4b", text: "#ffffff", corrected: false });
  expect(accentOf("#7fd8c0").dark).toMatchObject({ background: "#7fd8c0", text: "#000000", corrected: false });
  expect(accentOf("#ffff00").light.corrected).toBe(true);
});
