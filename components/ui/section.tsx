import { type ReactNode, useId } from "react";

/** A card with a heading. `aside` is to the right of the heading; `footer` is for a form's buttons. */
export function Section({
  title,
  description,
  aside,
  footer,
  padded = false,
  children,
}: {
  title: string;
  description?: ReactNode;
  aside?: ReactNode;
  footer?: ReactNode;
  /** Padding around the children; leave it out for tables and lists. */
  padded?: boolean;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="min-w-0 rounded-xl border border-line bg-card shadow-lift-1">
      <div className="flex min-h-14 flex-wrap items-center justify-between gap-x-4 gap-y-2 border-line border-b px-4 py-2 sm:px-5">
        <div className="min-w-0 py-1">
          <h2 id={id} className="font-semibold">
            {title}
          </h2>
          {description && <p className="text-ink-soft text-sm">{description}</p>}
        </div>
        {aside}
      </div>
      {padded ? <div className="px-4 py-4 sm:px-5">{children}</div> : children}
      {footer && (
        <div className="flex flex-wrap items-center justify-end gap-2 rounded-b-xl border-line border-t bg-paper/60 px-4 py-3 sm:px-5">
          {footer}
        </div>
      )}
    </section>
  );
}
