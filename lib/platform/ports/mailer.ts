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
