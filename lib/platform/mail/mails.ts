import type { Mail } from "@/lib/platform/ports/mailer";

const greeting = "Hello,";
const regards = "Latchkey";

function compose(to: string, subject: string, paragraphs: string[]): Mail {
  return { to, subject, text: [greeting, ...paragraphs, regards].join("\n\n") };
}

export function verificationMail(appUrl: string, to: string, token: string): Mail {
  return compose(to, "Confirm your address", [
    "Open this link and enter your password to confirm your address:",
    `${appUrl}/verify-email/${token}`,
    "It is good for 24 hours. If you did not sign up, do nothing: nobody can use the account without this link.",
  ]);
}

export function knownAddressMail(appUrl: string, to: string): Mail {
  return compose(to, "You have an account already", [
    "Somebody, probably you, tried to sign up with this address. You have an account already: sign in with it.",
    `${appUrl}/sign-in`,
    `If you forgot your password, set a new one: ${appUrl}/forgot-password`,
  ]);
}

export function resetMail(appUrl: string, to: string, token: string): Mail {
  return compose(to, "Set a new password", [
    "Open this link to set a new password. All browsers that are signed in will be signed out.",
    `${appUrl}/reset-password/${token}`,
    "It is good for one hour. If you did not ask for it, do nothing: your password stays as it is.",
  ]);
}

export function firstPasswordMail(appUrl: string, to: string, token: string, company: string): Mail {
  return compose(to, `Your account for ${company}`, [
    `${company} was set up on Latchkey, and you are its owner. Open this link to set your password:`,
    `${appUrl}/reset-password/${token}`,
    `It is good for 24 hours. After that, ask for a new one: ${appUrl}/forgot-password`,
  ]);
}

export function passwordChangedMail(appUrl: string, to: string): Mail {
  return compose(to, "Your password was changed", [
    "The password of your account was changed, and its other browsers were signed out.",
    `If it was not you, set a new one at once: ${appUrl}/forgot-password`,
  ]);
}

export function invitationMail(
  appUrl: string,
  to: string,
  invitation: { token: string; company: string; role: string },
): Mail {
  return compose(to, `Join ${invitation.company} on Latchkey`, [
    `You are invited to ${invitation.company} as ${invitation.role === "admin" ? "an admin" : "a member"}:`,
    `${appUrl}/invitations/${invitation.token}`,
    "It is good for 7 days. If you do not know the company, do nothing.",
  ]);
}
