import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { languages } from "@/lib/kernel/languages";
import { format } from "@/widget/texts/format";
import { loadTexts } from "@/widget/texts/load-texts";
import type { Message, Texts } from "@/widget/texts/texts";

const left = "\u2068";
const right = "\u2069";

const pluralsOf = ({ analysis, records, progress }: Texts): Message[] => [
  analysis.conflicts,
  records.title,
  records.seconds,
  records.progress,
  progress.about,
];

describe.each(languages)("a count in %s", (language) => {
  let texts: Texts;

  beforeAll(async () => {
    texts = await loadTexts(language);
  });

  it("is said, whichever it is: two counts never read the same", () => {
    const count = fc.integer({ min: 1, max: 2_000_000 });
    fc.assert(
      fc.property(count, count, (one, other) => {
        fc.pre(one !== other);
        for (const message of pluralsOf(texts)) {
          const [first, second] = [one, other].map((value) => format(message, { count: value, done: 0 }, language));
          expect(first).not.toBe(second);
          expect(first).not.toMatch(/[{}]|undefined/);
        }
      }),
      {
        examples: [
          [1, 2],
          [1, 21],
          [2, 22],
          [3, 103],
          [11, 111],
          [1_000_000, 2_000_000],
        ],
      },
    );
  });

  it("has the form that the language has for it", () => {
    const rules = new Intl.PluralRules(language);
    const forms = Object.fromEntries(rules.resolvedOptions().pluralCategories.map((name) => [name, name]));
    fc.assert(
      fc.property(fc.nat({ max: 2_000_000 }), (count) => {
        expect(format({ other: "other", ...forms }, { count }, language)).toBe(rules.select(count));
      }),
    );
  });
});

it("falls back to the form for all other counts where one is missing", () => {
  expect(format({ other: "{count} of them" }, { count: 1 }, "en")).toBe("1 of them");
});

it("fills each value once, and never what a value contains", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (domain, provider) => {
      const text = format("{domain} at {provider}, {unknown}", { domain, provider }, "de");
      expect(text).toBe(`${domain} at ${provider}, {unknown}`);
    }),
    {
      examples: [
        ["{provider}", "{domain}"],
        ["$&", "$1"],
      ],
    },
  );
});

it("keeps an inserted name in its own direction in Arabic, and leaves other languages alone", () => {
  const values = { domain: "shop.example.com" };
  expect(format("تم ربط {domain}", values, "ar")).toBe(`تم ربط ${left}shop.example.com${right}`);
  expect(format("{domain} is connected", values, "en")).toBe("shop.example.com is connected");
});
