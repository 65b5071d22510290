import { accentOf } from "@/lib/accounts/branding/accent";
import type { Brand } from "@/lib/accounts/branding/schema";
import { fill, withoutIsolates } from "@/lib/diagnosis/instructions/fill";
import type { Instructions } from "@/lib/diagnosis/instructions/instructions";
import { instructionsMail } from "@/lib/diagnosis/instructions/instructions-mail";
import type { InstructionTexts } from "@/lib/diagnosis/instructions/languages/instruction-texts";
import { rightToLeft } from "@/lib/kernel/languages";
import { escapeHtml } from "@/lib/platform/mail/escape-html";
import { unlinked, unlinkedName } from "@/lib/platform/mail/unlinked";

export type BrandedMail = { subject: string; text: string; html: string; senderName: string };

type MailParts = {
  brand: Brand;
  /** What the sender adds, as they typed it. */
  note: string | null;
  /** The company wrote it, and not a visitor with a widget token: those are not named. */
  isOwnNote: boolean;
  link: string;
  stopUrl: string;
  /** Of the site that the link leads to. */
  origin: string;
  /** Those that the instructions were written with. */
  texts: InstructionTexts;
};

const ownColor = "#0b5a4b";

/** The instructions as a mail of the company: as text, and as HTML that has the same words. Pure. */
export function brandedMail(instructions: Instructions, parts: MailParts): BrandedMail {
  const { brand, note, isOwnNote, link, stopUrl, texts } = parts;
  const name = unlinkedName(brand.name);
  const mail = instructionsMail(instructions, { link, texts });
  const named = (text: string) => fill(text, { company: name }, texts.language);
  const [greeting = "", ...rest] = mail.text.trim().split("\n\n");
  const paragraphs = [
    greeting,
    ...(note === null ? [] : [noteText(isOwnNote ? named(texts.mail.writes) : null, note)]),
    ...rest,
  ];
  const ending = [...(brand.poweredBy ? [named(texts.mail.sentBy)] : []), `${named(texts.mail.stop)} ${stopUrl}`];
  return {
    subject: withoutIsolates(mail.subject),
    text: `${[...paragraphs, "-- ", ...ending].join("\n\n")}\n`,
    html: toHtml(paragraphs, ending, parts),
    senderName: brand.poweredBy ? withoutIsolates(named(texts.mail.sender)) : name,
  };
}

function noteText(lead: string | null, note: string): string {
  const lines = unlinked(note).split("\n");
  return [...(lead === null ? [] : [lead]), ...lines.map((line) => `> ${line}`)].join("\n");
}

/** Our own markup around escaped text: tables and style sheets are not needed for what is a letter. */
function toHtml(paragraphs: readonly string[], ending: readonly string[], parts: MailParts): string {
  const { brand, link, stopUrl, origin, texts } = parts;
  const rtl = rightToLeft.has(texts.language);
  const { background } = accentOf(brand.color ?? ownColor).light;
  const toLink = (url: string) => `<a href="${escapeHtml(url)}" style="color:${background}">${escapeHtml(url)}</a>`;
  const withLinks = (text: string) =>
    text
      .split(/(\s+)/)
      .map((word) => (word === link || word === stopUrl ? toLink(word) : escapeHtml(word)))
      .join("");
  const body = paragraphs.map((text) =>
    /^ {2}\S/m.test(text)
      ? `<pre style="font:13px/1.6 ui-monospace,monospace;white-space:pre-wrap;unicode-bidi:plaintext;text-align:${rtl ? "right" : "left"};margin:0 0 16px;padding:12px;border:1px solid #ddd;border-radius:8px">${withLinks(text)}</pre>`
      : `<p style="margin:0 0 16px">${withLinks(text).replaceAll("\n", "<br>")}</p>`,
  );
  const logo =
    brand.logoUrl === null
      ? ""
      : `<img src="${escapeHtml(origin + brand.logoUrl)}" alt="" height="36" style="height:36px;max-width:160px">`;
  return [
    `<!doctype html><html lang="${texts.language}" dir="${rtl ? "rtl" : "ltr"}"><meta charset="utf-8">`,
    '<body style="margin:0;padding:24px;font:15px/1.6 system-ui,sans-serif;color:#1b1a17;background:#ffffff">',
    '<div style="max-width:600px;margin:0 auto">',
    `<div style="border-bottom:3px solid ${background};padding-bottom:12px;margin-bottom:20px">${logo} <strong>${escapeHtml(unlinkedName(brand.name))}</strong></div>`,
    ...body,
    `<div style="border-top:1px solid #ddd;padding-top:12px;color:#5a574d;font-size:13px">${ending.map((text) => `<p style="margin:0 0 8px">${withLinks(text)}</p>`).join("")}</div>`,
    "</div></body></html>",
  ].join("\n");
}
