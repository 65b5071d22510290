/** What fits into every column. The end of a hostname says whose it is. */
const tailLength = 18;

/**
 * A long name in one line, cut in the middle where the space is short, so that its end stays visible: `shop-aaaa…acme.com`. The
 * whole name is shown on hover; where it is a link, `DataTable` shows it on focus too.
 */
export function MiddleTruncate({ text, title = text }: { text: string; title?: string }) {
  if (!isLongName(text)) {
    return (
      <span title={title === text ? undefined : title} className="block truncate">
        {text}
      </span>
    );
  }
  return (
    <span title={title} className="block">
      {/* Two boxes would be read as two words. */}
      <span className="sr-only select-none">{text}</span>
      <span aria-hidden className="flex min-w-0">
        <span className="truncate">{text.slice(0, -tailLength)}</span>
        <span className="max-w-[80%] shrink-0 truncate">{text.slice(-tailLength)}</span>
      </span>
    </span>
  );
}

/** Whether it may not fit. A shorter one stays one text. */
export function isLongName(text: string): boolean {
  return text.length > 2 * tailLength;
}
