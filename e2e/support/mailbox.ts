import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";

/** As a mail client shows it: decoded. `html` is empty if the mail is plain text. */
export type ReceivedMail = { to: string; subject: string; text: string; html: string };

export type Mailbox = {
  url: string;
  from: string;
  /** All mails of all recipients, oldest first. */
  mails: ReceivedMail[];
  stop: () => Promise<void>;
};

/** A mail server on loopback that accepts everything. */
export async function startMailbox(): Promise<Mailbox> {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    onData(stream, { envelope }, done) {
      buffer(stream)
        .then((raw) => PostalMime.parse(raw))
        .then(({ subject = "", text = "", html = "" }) => {
          mails.push({ to: envelope.rcptTo[0]?.address ?? "", subject, text, html });
          done();
        })
        .catch(done);
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    from: "Latchkey <no-reply@latchkey-platform.com>",
    mails,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
