import { Refusal } from "@/lib/errors";
import type { Log } from "@/lib/log";

export type Mail = { to: string; subject: string; text: string };

/**
 * Sends mails. Only after the commit of what they are about: a mail that is lost with a crash can be asked for again.
 */
export interface Mailer {
  /** @throws Refusal unavailable where this installation has no mail server: before anything is done for it */
  assertReady(): void;
  /** @throws Refusal unavailable, provider_error */
  send(mail: Mail): Promise<void>;
}

/** Production without SMTP_URL. A mail's text is never logged: whoever reads its link could use it. */
export function createNoMailer(log: Log): Mailer {
  const refuse = (): never => {
    throw new Refusal("unavailable", "This installation cannot send mail. Ask its operator to set SMTP_URL.");
  };
  return {
    assertReady: refuse,
    async send({ subject }) {
      log.warn({ subject }, "a mail was not sent: SMTP_URL is not set");
      refuse();
    },
  };
}
