import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export type ReceivedMail = { to: string; subject: string; text: string };

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
      let raw = "";
      stream.setEncoding("utf8");
      stream.on("data", (chunk: string) => {
        raw += chunk;
      });
      stream.on("end", () => {
        mails.push({ to: envelope.rcptTo[0]?.address ?? "", ...readMail(raw) });
        done();
      });
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

/** Our mails are plain text, whole or quoted-printable. */
function readMail(raw: string): { subject: string; text: string } {
  const [head = "", ...rest] = raw.split("\r\n\r\n");
  const headers = head.replace(/\r\n[ \t]+/g, " ");
  const body = rest.join("\r\n\r\n");
  const isQuoted = /^content-transfer-encoding: *quoted-printable/im.test(headers);
  const bytes = isQuoted
    ? body
        .replace(/=\r\n/g, "")
        .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    : body;
  const text = isQuoted ? Buffer.from(bytes, "latin1").toString("utf8") : bytes;
  return { subject: /^subject: *(.*)$/im.exec(headers)?.[1] ?? "", text };
}
