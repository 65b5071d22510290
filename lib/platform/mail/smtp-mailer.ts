import { createTransport } from "nodemailer";
import { errorText, Refusal } from "@/lib/kernel/errors";
import type { Log } from "@/lib/kernel/log";
import type { Mailer } from "@/lib/platform/ports/mailer";

const timeoutMs = 10_000;

/** Over SMTP. `url` is `smtp://user:password@host:587` or `smtps://…:465`. */
export function createSmtpMailer(options: { url: string; from: string }, log: Log): Mailer {
  const transport = createTransport(
    { url: options.url, connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs },
    { from: options.from },
  );
  return {
    assertReady() {},
    async send({ to, subject, text, html, senderName, replyTo, stopUrl }) {
      try {
        // As an object, so that a comma or bracket in an address adds no recipient.
        await transport.sendMail({
          to: { name: "", address: to },
          ...(senderName ? { from: { name: senderName, address: addressIn(options.from) } } : {}),
          ...(replyTo ? { replyTo: { name: "", address: replyTo } } : {}),
          ...(stopUrl ? { headers: stopHeaders(stopUrl) } : {}),
          ...(html ? { html } : {}),
          subject,
          text,
        });
      } catch (cause) {
        log.error({ subject, err: errorText(cause) }, "a mail was not sent");
        throw new Refusal("provider_error", "The mail could not be sent. Try again in a few minutes.", { cause });
      }
    },
  };
}

/** The address of `Latchkey <no-reply@example.com>`, or of an address alone. */
function addressIn(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from;
}

/** Mail programs show a button that sends this without opening the page. */
function stopHeaders(url: string): Record<string, string> {
  return { "List-Unsubscribe": `<${url}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };
}
