import { escapeHtml } from "@/lib/platform/mail/escape-html";
import { unlinkedName } from "@/lib/platform/mail/unlinked";
import type { Mail } from "@/lib/platform/ports/mailer";

const greeting = "Hello,";
const regards = "Latchkey";

/** A paragraph, or the link that the mail is about. */
type Part = string | { label: string; url: string };

/** As text, and as HTML, where the link is a button with its address below. */
function compose(to: string, subject: string, parts: Part[]): Mail {
  const texts = parts.map((part) => (typeof part === "string" ? part : part.url));
  const html = [greeting, ...parts, regards].map((part) =>
    typeof part === "string" ? toParagraph(part) : toButton(part),
  );
  return { to, subject, text: [greeting, ...texts, regards].join("\n\n"), html: `${pageStart}${html.join("")}</div>` };
}

const pageStart =
  '<!doctype html><html lang="en"><meta charset="utf-8"><div style="max-width:600px;font:15px/1.6 system-ui,sans-serif;color:#1b1a17">';

function toParagraph(text: string): string {
  return `<p style="margin:0 0 16px">${escapeHtml(text)}</p>`;
}

function toButton({ label, url }: { label: string; url: string }): string {
  const [href, name] = [escapeHtml(url), escapeHtml(label)];
  return `<p style="margin:0 0 8px"><a href="${href}" style="display:inline-block;padding:10px 18px;border-radius:8px;background:#0b5a4b;color:#ffffff;font-weight:600;text-decoration:none">${name}</a></p><p style="margin:0 0 16px;color:#5a574d;font-size:13px;word-break:break-all">Or open this address: <a href="${href}" style="color:#0b5a4b">${href}</a></p>`;
}

export function verificationMail(appUrl: string, to: string, token: string): Mail {
  return compose(to, "Confirm your address", [
    "Open this link and enter your password to confirm your address:",
    { label: "Confirm your address", url: `${appUrl}/verify-email/${token}` },
    "It expires in 24 hours. If you did not sign up, ignore this mail: nobody can use the account without the link.",
  ]);
}

export function knownAddressMail(appUrl: string, to: string): Mail {
  return compose(to, "You already have an account", [
    "Somebody, probably you, tried to sign up with this address. You already have an account: sign in with it.",
    { label: "Sign in", url: `${appUrl}/sign-in` },
    `If you forgot your password, set a new one: ${appUrl}/forgot-password`,
  ]);
}

export function resetMail(appUrl: string, to: string, token: string): Mail {
  return compose(to, "Set a new password", [
    "Open this link to set a new password. All browsers that are signed in will be signed out.",
    { label: "Set a new password", url: `${appUrl}/reset-password/${token}` },
    "It expires in one hour. If you did not request it, ignore this mail: your password stays the same.",
  ]);
}

export function firstPasswordMail(appUrl: string, to: string, token: string, company: string): Mail {
  return compose(to, `Your account for ${unlinkedName(company)}`, [
    `${quoted(company)} was set up on Latchkey, and you are its owner. Open this link to set your password:`,
    { label: "Set your password", url: `${appUrl}/reset-password/${token}` },
    `It expires in 24 hours. After that, request a new one: ${appUrl}/forgot-password`,
  ]);
}

export function passwordChangedMail(appUrl: string, to: string): Mail {
  return compose(to, "Your password was changed", [
    "The password of your account was changed, and its other browsers were signed out.",
    `If this was not you, set a new one now: ${appUrl}/forgot-password`,
  ]);
}

export function invitationMail(
  appUrl: string,
  to: string,
  invitation: { token: string; company: string; role: string; invitedBy: string | null },
): Mail {
  const { token, company, role, invitedBy } = invitation;
  const asWhat = `${quoted(company)} as ${role === "admin" ? "an admin" : "a member"}`;
  const knows = invitedBy === null ? "the company" : "the person or the company";
  return compose(to, `Join ${unlinkedName(company)} on Latchkey`, [
    invitedBy === null ? `You are invited to ${asWhat}:` : `${quoted(invitedBy)} invites you to ${asWhat}:`,
    { label: "Accept the invitation", url: `${appUrl}/invitations/${token}` },
    `It expires in 7 days. If you do not know ${knows}, ignore this mail.`,
  ]);
}

export function contestedMail(
  to: string,
  { hostname, until, url }: { hostname: string; until: Date; url: string },
): Mail {
  return compose(to, `Somebody else proves control of ${hostname}`, [
    `Somebody with access to the DNS of ${hostname} proves control of it for another account. It is connected to yours.`,
    `It moves to the other account at ${timeOf(until)}. If you want to keep it, publish your TXT record again before that time. This page shows it:`,
    { label: "Open the domain", url },
    "If the domain is not yours any more, you do not have to do anything.",
  ]);
}

type EndedContest = {
  hostname: string;
  role: "holder" | "challenger";
  outcome: "moved" | "kept" | "released";
  url: string;
};

const endTexts: Record<EndedContest["role"], Record<EndedContest["outcome"], (hostname: string) => string>> = {
  holder: {
    moved: (name) =>
      `${name} has moved to another account, which proved control of it in the DNS. Your connection of it has failed, and visitors get the other account's site.`,
    kept: (name) =>
      `${name} stays with your account: the proof for the other account no longer stands alone in the DNS.`,
    released: (name) => `Your connection of ${name} has ended, so another account can have it.`,
  },
  challenger: {
    moved: (name) => `${name} has moved to your account.`,
    kept: (name) =>
      `${name} stays with the other account: your TXT record no longer stands alone in the DNS, on every nameserver.`,
    released: (name) => `The other account has given up ${name}, so nothing holds back your connection of it.`,
  },
};

export function contestEndedMail(to: string, { hostname, role, outcome, url }: EndedContest): Mail {
  const subject = outcome === "moved" ? `${hostname} has moved` : `${hostname} is no longer contested`;
  return compose(to, subject, [endTexts[role][outcome](hostname), { label: "Open the domain", url }]);
}

export function credentialExpiryMail(
  to: string,
  { label, provider, expiresAt, url }: { label: string; provider: string; expiresAt: Date; url: string },
): Mail {
  return compose(to, `A credential for ${provider} expires soon`, [
    `The credential ${quoted(label)} for ${provider} expires at ${timeOf(expiresAt)}. After that, Latchkey can no longer write the records of domains there.`,
    "Create a new token at the provider, and save it as a new credential on this page:",
    { label: "Open the credentials", url },
  ]);
}

function timeOf(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function quoted(name: string): string {
  return `“${unlinkedName(name)}”`;
}
