/** The look of a link within a text. */
export const textLink = "font-medium text-accent underline underline-offset-4";
