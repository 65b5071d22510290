import { Refusal } from "@/lib/kernel/errors";
import type { Log } from "@/lib/kernel/log";
import type { Mailer } from "@/lib/platform/ports/mailer";

/** Production without SMTP_URL. A mail's text is never logged: anyone who reads its link could use it. */
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
