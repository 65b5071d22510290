export type Mail = { to: string; subject: string; text: string };

/**
 * Sends mails. Only after the commit that they are about: a mail lost in a crash can be requested again.
 */
export interface Mailer {
  /** Call it before any work that ends in a mail. @throws Refusal unavailable where there is no mail server */
  assertReady(): void;
  /** @throws Refusal unavailable, provider_error */
  send(mail: Mail): Promise<void>;
}
