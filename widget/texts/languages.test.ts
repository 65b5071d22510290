import { beforeAll, describe, expect, it } from "vitest";
import { instructionTextsOf } from "@/lib/diagnosis/instructions/languages/instruction-texts-of";
import { languages } from "@/lib/kernel/languages";
import { en } from "@/widget/texts/en";
import { loadTexts } from "@/widget/texts/load-texts";
import type { Message, Plural } from "@/widget/texts/texts";

const others = languages.filter((language) => language !== "en");

const categories = ["zero", "one", "two", "few", "many", "other"];

function isPlural(value: object): value is Plural {
  return "other" in value && Object.keys(value).every((key) => categories.includes(key));
}

/** Every message by its path: `records.title`. A plural is one message. */
function messagesIn(value: object, path = ""): [path: string, message: Message][] {
  return Object.entries(value).flatMap(([key, inner]): [string, Message][] => {
    const at = path === "" ? key : `${path}.${key}`;
    return typeof inner === "string" || isPlural(inner) ? [[at, inner]] : messagesIn(inner, at);
  });
}

const english = new Map(messagesIn(en));
const formsOf = (message: Message) => (typeof message === "string" ? [message] : Object.values(message));
const placeholdersOf = (text: string) => [...new Set([...text.matchAll(/\{\w+\}/g)].map(([name]) => name))].sort();
const longestOf = (message: Message) => Math.max(...formsOf(message).map((text) => text.length));

/** The same in another language, because the word is. */
const sameAsEnglish: Readonly<Record<string, readonly string[]>> = {
  "common.optional": ["de"],
  "domain.label": ["de"],
  "records.type": ["fr", "nl"],
  "records.host": ["de", "es", "pt-BR", "it", "nl", "pl"],
  "records.ttl": ["de", "fr", "es", "pt-BR", "it", "nl", "pl", "ja", "ar"],
  "send.link": ["de", "pt-BR", "it", "nl", "pl"],
};

const buttons = [
  "common.back",
  "common.next",
  "common.retry",
  "common.cancel",
  "common.copy",
  "common.copied",
  "domain.button",
  "domain.busy",
  "analysis.ownButton",
  "analysis.contestButton",
  "analysis.otherDomain",
  "analysis.busy",
  "records.button",
  "send.mailButton",
  "send.mailBusy",
  "send.linkButton",
  "send.linkBusy",
  "send.copyLink",
  "send.showQr",
  "send.back",
  "progress.providerBusy",
  "progress.check",
  "progress.checking",
  "progress.toRecords",
  "progress.otherWay",
  "success.done",
  "ended.startOver",
  "closing.stay",
  "closing.leave",
  "expired.button",
];

describe.each(others)("the widget in %s", (language) => {
  let messages: [string, Message][];

  beforeAll(async () => {
    messages = messagesIn(await loadTexts(language));
  });

  it("says all that it says in English", () => {
    expect(messages.map(([path]) => path).sort()).toEqual([...english.keys()].sort());
  });

  it("has the placeholders of English, and in a plural form no others", () => {
    for (const [path, message] of messages) {
      const wanted = placeholdersOf(formsOf(english.get(path) ?? "").join());
      const main = typeof message === "string" ? message : message.other;
      expect([path, placeholdersOf(main)]).toEqual([path, wanted]);
      expect([path, placeholdersOf(formsOf(message).join())]).toEqual([path, wanted]);
    }
  });

  it("has exactly the plural forms of the language", () => {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    const plurals = messages.filter(([path]) => typeof english.get(path) === "object");
    for (const [path, message] of plurals) {
      expect([path, Object.keys(message).sort()]).toEqual([path, [...pluralCategories].sort()]);
    }
  });

  it("is translated, but for the listed words", () => {
    const same = messages.filter(([path, message]) => message === english.get(path)).map(([path]) => path);
    const listed = Object.keys(sameAsEnglish).filter((path) => sameAsEnglish[path]?.includes(language));
    expect(same.sort()).toEqual(listed.sort());
  });

  it("is not much longer than in English, and its buttons are short", () => {
    const shortEnough = 22;
    const long = messages.filter(([path, message]) => {
      const limit = Math.max(shortEnough, 2.2 * longestOf(english.get(path) ?? ""));
      return longestOf(message) > (buttons.includes(path) ? 24 : limit);
    });
    expect(long).toEqual([]);
  });

  it("has no word in the names of the stages that would reach into the next name at 320 px", () => {
    const longest = "Certificate".length;
    const names = messages.filter(([path]) => path.startsWith("progress.steps."));
    const words = names.flatMap(([, message]) => formsOf(message)).flatMap((text) => text.split(" "));
    expect(words.length).toBeGreaterThan(3);
    expect(words.filter((word) => word.length > longest)).toEqual([]);
  });

  it("writes dots, quotation marks and apostrophes as the language does, and has no stray spaces", () => {
    const stray = /^\s|\s$| {2}|\.\.\.|['"]|[\u200b\ufeff\u2066-\u2069]/;
    expect(messages.filter(([, message]) => formsOf(message).some((text) => stray.test(text)))).toEqual([]);
  });
});

it("lists as buttons only messages that exist", () => {
  expect(buttons.filter((path) => !english.has(path))).toEqual([]);
});

it("French does not part punctuation from the word before it at the end of a line", async () => {
  const bad = /[^\u00a0\u202f][:;?!»](?=[\s\u00a0]|$)|«[^\u00a0\u202f]/;
  const texts = messagesIn(await loadTexts("fr")).flatMap(([, message]) => formsOf(message));
  expect(texts.filter((text) => bad.test(text))).toEqual([]);
});

/** Words that mean what a glossary word means: a reader of the widget and of its findings should meet one of them. */
const avoided: Readonly<Record<string, RegExp>> = {
  de: /Datensatz|\bRecords?\b|\bProvider|DNS-Server|Domäne|\bdu\b|\bdein/i,
  fr: /prestataire|\bserveurs? DNS|nom de domaine|\btu\b|\bton\b|\bvotre hébergeur/i,
  es: /\bnameservers?\b|\bservidores? DNS|\btu\b|\btus\b|\bcontigo\b|\bborr/i,
  "pt-BR": /\bnameservers?\b|\bservidor(es)? DNS|\bapag|\bdeletar|\btransferi/i,
  it: /server dei nomi|\bserver DNS|\bfornitore|\bcancella|e-mail|\btrasferi|\bLei\b/,
  nl: /naamserver|\bu\b|\buw\b|\bDNS-server|\bwissen\b/i,
  pl: /serwer\w* nazw|\bwpisy?\b|\bskasuj|\bPan\b|\bPani\b/i,
  ja: /サーバ(?!ー)|ブラウザ(?!ー)|プロバイダ(?!ー)|レジストラ|だ。|である。/,
  ar: /الدومين|خادم DNS|خوادم DNS|مقدّم|مزود/,
};

it.each(others)("the widget and the findings use the same words in %s", async (language) => {
  const pattern = avoided[language] ?? /^$/;
  const widget = messagesIn(await loadTexts(language)).flatMap(([, message]) => formsOf(message));
  const { findings, holds } = instructionTextsOf(language);
  const found = [...Object.values(findings), ...Object.values(holds)].flatMap((text) => Object.values(text));
  const words = [...widget, ...found].map((text) => text.replace(/\{\w+\}/g, ""));
  expect(words.filter((text) => pattern.test(text))).toEqual([]);
});
