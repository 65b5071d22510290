import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterEach, expect, it } from "vitest";
import { silentLog } from "@/lib/kernel/log";
import { createSmtpMailer } from "@/lib/platform/mail/smtp-mailer";

// A real SMTP server on loopback: what is promised is what arrives there.
type Received = { from: string; to: string[]; user: string; raw: string };

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function startServer(): Promise<{ url: (password: string) => string; received: Received[] }> {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: false,
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    onAuth({ username, password }, _session, done) {
      if (password === "right") done(null, { user: username });
      else done(new Error("Invalid username or password"));
    },
    onData(stream, { envelope, user }, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const from = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
        const to = envelope.rcptTo.map(({ address }) => address);
        received.push({ from, to, user: String(user), raw: Buffer.concat(chunks).toString("utf8") });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(() => new Promise((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as AddressInfo;
  return { url: (password) => `smtp://latchkey:${password}@127.0.0.1:${port}`, received };
}

const from = "Latchkey <no-reply@latchkey-platform.com>";
const mail = {
  to: "ada@example.com",
  subject: "Confirm your address, Bücher GmbH",
  text: "Open this link:\nhttps://app.example.com/verify-email/abc\n.\nIt is good for a day.",
};

it("hands a mail to the server: signed in, to this one recipient, with every line of its text", async () => {
  const { url, received } = await startServer();
  await createSmtpMailer({ url: url("right"), from }, silentLog).send(mail);
  expect(received).toMatchObject([
    { from: "no-reply@latchkey-platform.com", to: ["ada@example.com"], user: "latchkey" },
  ]);
  const [head = "", body = ""] = (received[0]?.raw ?? "").split("\r\n\r\n");
  expect(head).toMatch(/^Subject: =\?UTF-8\?/m);
  expect(head).toMatch(/^From: Latchkey <no-reply@latchkey-platform\.com>\r?$/m);
  expect(body.trim().split("\r\n")).toEqual(mail.text.split("\n"));
});

it("treats an address as one address, whatever it contains", async () => {
  const { url, received } = await startServer();
  const sent = createSmtpMailer({ url: url("right"), from }, silentLog).send({
    ...mail,
    to: "a@example.com, b@example.com",
  });
  await sent.catch(() => null);
  expect(received.flatMap(({ to }) => to)).not.toContain("b@example.com");
});

it("says that a mail was not sent: a wrong password, and a server that is not there; its text is in no log", async () => {
  const { url } = await startServer();
  const lines: string[] = [];
  const log = { ...silentLog, error: (line: unknown) => void lines.push(JSON.stringify(line)) };
  const gone = url("right").replace(/:\d+$/, ":9");
  for (const one of [url("wrong"), gone]) {
    await expect(createSmtpMailer({ url: one, from }, log).send(mail)).rejects.toMatchObject({
      code: "provider_error",
    });
  }
  expect(lines).toHaveLength(2);
  expect(lines.join("\n")).not.toContain("verify-email");
});
