import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

/** Explains an empty list, and how to create the first item. `sample`: a CodeBlock that does it by the API. */
export function EmptyState({
  icon: Icon,
  title,
  action,
  sample,
  children,
}: {
  icon?: LucideIcon;
  title: string;
  action?: ReactNode;
  sample?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] justify-items-center gap-4 rounded-xl border border-line border-dashed bg-card px-5 py-10 text-center">
      {Icon && (
        <span aria-hidden className="flex size-11 items-center justify-center rounded-xl bg-accent-soft text-accent">
          <Icon className="size-5" />
        </span>
      )}
      <div className="grid max-w-lg gap-1.5">
        <h2 className="font-semibold text-lg">{title}</h2>
        <div className="text-ink-soft">{children}</div>
      </div>
      {action && <div className="flex flex-wrap justify-center gap-2">{action}</div>}
      {sample && <div className="w-full max-w-2xl text-left">{sample}</div>}
    </div>
  );
}
