import type { ReactNode } from "react";
import { Breadcrumbs, type Crumb } from "@/components/ui/breadcrumbs";

/** The top of every page: its one h1, a description, and actions for the whole page. */
export function PageHeader({
  title,
  description,
  badge,
  actions,
  breadcrumbs,
}: {
  title: ReactNode;
  description?: ReactNode;
  /** Next to the title: a state. */
  badge?: ReactNode;
  actions?: ReactNode;
  breadcrumbs?: readonly Crumb[];
}) {
  return (
    <header className="grid gap-1">
      {breadcrumbs && breadcrumbs.length > 0 && <Breadcrumbs crumbs={breadcrumbs} />}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="grid min-w-0 gap-1">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="min-w-0 font-semibold text-2xl tracking-tight [overflow-wrap:anywhere] sm:text-[1.75rem] sm:leading-9">
              {title}
            </h1>
            {badge}
          </div>
          {description && <div className="max-w-3xl text-ink-soft">{description}</div>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2 max-sm:w-full max-sm:[&>*]:grow">{actions}</div>}
      </div>
    </header>
  );
}
