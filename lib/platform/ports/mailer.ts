export type Mail = {
  to: string;
  subject: string;
  text: string;
  /** The same, as it is shown by programs that show HTML. */
  html?: string;
  /** Whose mail it is, in front of our own address; otherwise ours. */
  senderName?: string;
  replyTo?: string | null;
  /** By a POST to it, the recipient stops further mails of this kind (RFC 8058). */
  stopUrl?: string;
};

/**
 * Sends mails. Only after the commit that they are about: a mail lost in a crash can be requested again.
 */
export interface Mailer {
  /** Call it before any work that ends in a mail. @throws Refusal unavailable where there is no mail server */
  assertReady(): void;
  /** @throws Refusal unavailable, provider_error */
  send(mail: Mail): Promise<void>;
}
