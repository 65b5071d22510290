import { errorText } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/platform/ports/context";
import type { Mail } from "@/lib/platform/ports/mailer";

/**
 * Sends a mail after the answer: a request must not take longer for an address that exists, nor fail for it alone. What
 * is lost can be asked for again.
 */
export function postMail(service: ServiceContext, mail: Mail): void {
  service.mailer.send(mail).catch((error) => {
    service.log.error({ subject: mail.subject, err: errorText(error) }, "a mail was not sent");
  });
}
