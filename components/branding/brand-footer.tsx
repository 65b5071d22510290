import type { Brand } from "@/lib/accounts/branding/schema";

/** Where readers get help, and whose software this is. */
export function BrandFooter({ brand: { name, helpUrl, poweredBy } }: { brand: Brand }) {
  if (helpUrl === null && !poweredBy) return null;
  return (
    <footer className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-line border-t py-5 text-ink-soft text-sm">
      {helpUrl !== null && (
        <a
          href={helpUrl}
          rel="noopener noreferrer"
          className="control inline-flex items-center font-medium text-accent underline underline-offset-4"
        >
          Get help from {name}
        </a>
      )}
      {poweredBy && <span>Powered by Latchkey</span>}
    </footer>
  );
}
