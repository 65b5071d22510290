/** A link that opens a mail with this text. RFC 6068: lines end with CRLF, and everything is percent-encoded. */
export function mailtoLink({ subject, text }: { subject: string; text: string }): string {
  const encode = (value: string) => encodeURIComponent(value.replace(/\r?\n/g, "\r\n"));
  return `mailto:?subject=${encode(subject)}&body=${encode(text)}`;
}
