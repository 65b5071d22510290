import { errorText } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/platform/ports/context";
import type { Mail } from "@/lib/platform/ports/mailer";

/**
 * Sends a mail after the response: a request for an address that exists must not take longer, nor fail for that reason.
 * A lost mail can be requested again.
 */
export function postMail(service: ServiceContext, mail: Mail): void {
  service.mailer.send(mail).catch((error) => {
    service.log.error({ subject: mail.subject, err: errorText(error) }, "a mail was not sent");
  });
}
