/** The languages of what the owners of domains read: the widget, the hosted page, findings and mails. BCP 47. */
export const languages = ["en", "de", "fr", "es", "pt-BR", "it", "nl", "pl", "ja", "ar"] as const;

export type Language = (typeof languages)[number];

/** Written from right to left. */
export const rightToLeft: ReadonlySet<Language> = new Set(["ar"]);
