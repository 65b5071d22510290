import type { EmailParameterName, EmailProviderKey } from "@/lib/dns/email/catalog";

/** What is typed and chosen on the page of email DNS. */
export type EmailDraft = {
  domain: string;
  provider: EmailProviderKey | null;
  parameters: Partial<Record<EmailParameterName, string>>;
};
