import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Brand } from "@/lib/accounts/branding/schema";
import { brandedMail } from "@/lib/diagnosis/instructions/branded-mail";
import type { Instructions } from "@/lib/diagnosis/instructions/instructions";
import { instructionTextsOf } from "@/lib/diagnosis/instructions/languages/instruction-texts-of";
import { type Language, languages } from "@/lib/kernel/languages";
import { diagnoseFake, writeFrom } from "@/lib/runtime/testing/diagnosis";

const origin = "https://connect.acme.test";
const link = `${origin}/connect/token0123456789`;
const stopUrl = `${origin}/connect/stop/token9876543210`;
const brand: Brand = {
  name: "Acme Shops",
  logoUrl: `/logos/${"a".repeat(64)}`,
  color: "#1f4fd8",
  helpUrl: null,
  poweredBy: true,
  linkOrigin: origin,
};
let written: ReadonlyMap<Language, Instructions>;
let instructions: Instructions;

beforeAll(async () => {
  const { evidence, findings } = await diagnoseFake({ records: {} });
  const write = (language: Language) => writeFrom(evidence, findings, "dns_owner", instructionTextsOf(language));
  written = new Map(languages.map((language) => [language, write(language)]));
  instructions = write("en");
});

const mailOf = (change: Partial<Brand> = {}, note: string | null = null, language: Language = "en") => {
  const texts = instructionTextsOf(language);
  const parts = { brand: { ...brand, ...change }, note, isOwnNote: true, link, stopUrl, origin, texts };
  return brandedMail(written.get(language) ?? instructions, parts);
};
const anchorsIn = (html: string) => [...html.matchAll(/href="([^"]*)"/g)].map(([, url]) => url);

describe("a mail in a company's name", () => {
  it("has the steps, the link, and how to stop it, as text and as HTML", () => {
    const { text, html, subject, senderName } = mailOf();
    expect(subject).toBe("DNS records for shop.acme.com");
    expect(senderName).toBe("Acme Shops via Latchkey");
    for (const part of [...instructions.steps.map(({ value }) => value), link, stopUrl]) {
      expect(text).toContain(part);
      expect(html).toContain(part);
    }
    expect(anchorsIn(html)).toEqual([link, stopUrl]);
    expect(html).toContain(`<img src="${origin}${brand.logoUrl}"`);
    expect(text).toContain("Sent by Latchkey on behalf of Acme Shops.");
  });

  it.each(languages)("is in %s from its first line to its last, and says so to the mail program", (language) => {
    const { mail } = instructionTextsOf(language);
    const { html, text, subject, senderName } = mailOf({}, "Hi", language);
    expect(`${subject}${senderName}`).not.toMatch(/[\u2066-\u2069]/);
    expect(html).toContain(`<html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}">`);
    expect(text.startsWith(`${mail.greeting}\n`)).toBe(true);
    for (const part of [mail.thanks, mail.writes, mail.sentBy, mail.stop, mail.link]) {
      const piece = part.split(/\{[^}]*\}/).sort((one, other) => other.length - one.length)[0] ?? "";
      expect(text).toContain(piece);
    }
    expect(anchorsIn(html)).toEqual([link, stopUrl]);
  });

  it("does not name Latchkey where the company's plan removes that", () => {
    const { senderName, ...mail } = mailOf({ poweredBy: false });
    expect(senderName).toBe("Acme Shops");
    expect(JSON.stringify(mail)).not.toMatch(/latchkey(?!\.test)/i);
  });

  it("quotes the note as plain text, whose URLs cannot be followed", () => {
    const { text, html } = mailOf({}, "See https://evil.test/x\n<script>alert(1)</script>");
    expect(text).toContain("> See https[:]//evil[.]test/x\n> <script>alert(1)</script>");
    expect(html).not.toContain("<script>");
  });

  it("has our own markup and links alone, whatever the company and its note are called", () => {
    const part = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom("<b>", '"><img src=x onerror=y>', "&amp;", "'", "\n\n", "https://evil.test", "a@evil.test", link),
    );
    const text = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(""));
    const tagsIn = (html: string) => html.match(/<\/?[a-z!][^>]*>/gi)?.filter((tag) => !/^<br>$/.test(tag));
    fc.assert(
      fc.property(text, text, fc.constantFrom(...languages), (name, note, language) => {
        const plain = mailOf({ name: "x" }, "x", language);
        const { html, subject, ...mail } = mailOf({ name }, note, language);
        expect(tagsIn(html)).toEqual(tagsIn(plain.html));
        expect(anchorsIn(html)).toEqual([link, stopUrl]);
        expect(subject).toBe(plain.subject);
        expect(mail.senderName).not.toMatch(/[\r\n]/);
      }),
      { numRuns: 200 },
    );
  });
});
