import { ExternalLink } from "lucide-react";
import type { ReactNode } from "react";

/** To a page at the provider. */
export function FixLink({ url, children = "Open the page at the provider" }: { url: string; children?: ReactNode }) {
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      className="inline-flex items-center gap-1.5 justify-self-start font-medium underline underline-offset-4"
    >
      {children}
      <ExternalLink aria-hidden className="size-4" />
      <span className="sr-only"> (opens a new tab)</span>
    </a>
  );
}
