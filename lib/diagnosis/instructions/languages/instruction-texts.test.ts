import { describe, expect, it } from "vitest";
import { holdCauses } from "@/lib/diagnosis/evidence/catalog";
import { en } from "@/lib/diagnosis/instructions/languages/en";
import { instructionTextsOf } from "@/lib/diagnosis/instructions/languages/instruction-texts-of";
import { languages } from "@/lib/kernel/languages";

const others = languages.filter((language) => language !== "en");

/** Every text by its path: `mail.labels.ttl`. */
function textsAt(value: unknown, path = ""): [path: string, text: string][] {
  if (typeof value === "string") return path === "language" ? [] : [[path, value]];
  return Object.entries(value ?? {}).flatMap(([key, inner]) => textsAt(inner, path === "" ? key : `${path}.${key}`));
}

const english = new Map(textsAt(en));
const placeholdersOf = (text: string) => [...text.matchAll(/\{[^}]*\}/g)].map(([name]) => name).sort();

/** The same in another language, because the word or the order of its parts is. */
const sameAsEnglish: Readonly<Record<string, readonly string[]>> = {
  "mail.note": ["de", "fr", "es", "pt-BR", "it", "nl", "pl", "ar"],
  "mail.labels.ttl": ["de", "es", "pt-BR", "it", "nl", "pl", "ar"],
  "mail.labels.name": ["de"],
  "mail.labels.type": ["nl"],
  "mail.sender": ["fr", "pt-BR", "nl"],
};

describe.each(others)("the texts in %s", (language) => {
  const texts = textsAt(instructionTextsOf(language));

  it("are those of this language, one for each English one", () => {
    expect(instructionTextsOf(language).language).toBe(language);
    expect(texts.map(([path]) => path).sort()).toEqual([...english.keys()].sort());
  });

  it("have the English placeholders, each as often", () => {
    const found = texts.map(([path, text]) => [path, placeholdersOf(text)]);
    expect(found).toEqual(texts.map(([path]) => [path, placeholdersOf(english.get(path) ?? "")]));
  });

  it("are translated, but for the listed ones", () => {
    const same = texts.filter(([path, text]) => text === english.get(path));
    const listed = Object.keys(sameAsEnglish).filter((path) => sameAsEnglish[path]?.includes(language));
    expect(same.map(([path]) => path).sort()).toEqual(listed.sort());
  });

  it("are not much longer than in English", () => {
    const long = texts.filter(([path, text]) => text.length > 2.2 * (english.get(path)?.length ?? 0));
    expect(long).toEqual([]);
  });

  it("have no spaces or characters that nobody sees, but for those that the language asks for", () => {
    const bad = /^\s|\s$| {2}|\u2068|\u2069|\u200b|\ufeff/;
    expect(texts.filter(([, text]) => bad.test(text))).toEqual([]);
  });
});

describe.each(languages)("in %s", (language) => {
  const texts = instructionTextsOf(language);
  const owner = [...Object.entries(texts.findings), ...Object.entries(texts.holds)];

  it("titles have no full stop, which a mail adds, and sentences end with one", () => {
    expect(owner.filter(([, { title }]) => /[.。!！:：]$/.test(title))).toEqual([]);
    const sentences = owner.flatMap(([, { text, todo }]) => [text, ...(todo === undefined ? [] : [todo])]);
    expect(sentences.filter((text) => !/[.。]$/.test(text))).toEqual([]);
  });

  it("what comes before a value, or a link, ends with a colon or a question mark", () => {
    const { labels, actions, fullName, shortName, signIn, link, writes, stop } = texts.mail;
    const leads = [
      ...Object.values(labels),
      ...Object.values(actions),
      fullName,
      shortName,
      signIn,
      link,
      writes,
      stop,
    ];
    expect(leads.filter((text) => !/[:：?？؟]$/.test(text))).toEqual([]);
  });

  it("each cause of a hold has a text of its own", () => {
    const titles = holdCauses.map((cause) => texts.holds[cause].title);
    expect(new Set([...titles, texts.findings["domain-on-hold"].title]).size).toBe(holdCauses.length + 1);
  });
});

it("French has no breakable space where it has a space before or inside punctuation", () => {
  const bad = /[^\u00a0\u202f][:;?!»](?=[\s\u00a0]|$)|«[^\u00a0\u202f]/;
  expect(textsAt(instructionTextsOf("fr")).filter(([, text]) => bad.test(text))).toEqual([]);
});

it.each(["es", "it", "de", "nl", "pl", "fr", "pt-BR"] as const)("%s has no letters of another script", (language) => {
  const texts = textsAt(instructionTextsOf(language)).map(([, text]) => text);
  expect(texts.filter((text) => /[^\p{Script=Latin}\p{Script=Common}]/u.test(text))).toEqual([]);
});
