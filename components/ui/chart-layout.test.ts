import fc from "fast-check";
import { expect, test } from "vitest";
import { type ChartSize, layOutChart } from "@/components/ui/chart-layout";
import { shortNumber } from "@/components/ui/chart-series";

const width = 600;
const height = 200;
const day = 86_400_000;
const start = Date.UTC(2026, 10, 20);

function chart(values: readonly (readonly number[])[], options: Partial<ChartSize> = {}) {
  const count = values[0]?.length ?? 0;
  return layOutChart({
    kind: "area",
    times: Array.from({ length: count }, (_, index) => new Date(start + index * day)),
    series: values.map((one, index) => ({
      key: `s${index}`,
      label: `Series ${index}`,
      values: one,
      tone: "good" as const,
    })),
    height,
    width,
    format: String,
    formatTime: (time) => time.toISOString().slice(5, 10),
    ...options,
  });
}

test("short numbers beside an axis differ, up to a thousand million", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 9 }), (value) => {
      const texts = chart([[0, value, 1]], { format: shortNumber }).yLabels.map(({ text }) => text);
      expect(new Set(texts).size).toBe(texts.length);
      for (const text of texts) expect(text).toMatch(/^\d{1,3}(\.\d)?[kMB]?$/);
    }),
  );
  expect([150_000, 1_500_000, 999, 0].map(shortNumber)).toEqual(["150k", "1.5M", "999", "0"]);
});

test("labels of an axis fit beside it, however large the values are", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 9 }), (value) => {
      const { margin, yLabels } = chart([[0, value, 1]]);
      for (const { text } of yLabels) expect(text.length * 6.8 + 8).toBeLessThanOrEqual(margin.left);
    }),
  );
});

test("each day is named once, within the picture", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 40 }), fc.integer({ min: 220, max: 1_200 }), (days, wide) => {
      const { xLabels } = chart([Array.from({ length: days }, () => 1)], { width: wide });
      expect(new Set(xLabels.map(({ text }) => text)).size).toBe(xLabels.length);
      for (const { at, text, anchor } of xLabels) {
        const long = text.length * 6.8;
        const left = anchor === "start" ? at : anchor === "end" ? at - long : at - long / 2;
        expect(left).toBeGreaterThanOrEqual(-1);
        expect(left + long).toBeLessThanOrEqual(wide + 1);
      }
    }),
  );
});

test("a layer has a line only where it has something", () => {
  const { layers } = chart([
    [100, 120, 139],
    [0, 0, 0],
  ]);
  expect(layers.map(({ topLine }) => topLine !== "")).toEqual([true, false]);
});

test("a single series at zero is drawn as a line at the bottom", () => {
  expect(chart([[0, 0, 0]]).layers[0]?.topLine).not.toBe("");
});
