import { ChevronRight } from "lucide-react";
import { Fragment } from "react";
import { Link } from "@/components/ui/link";

export type Crumb = { href: string; label: string };

/** The pages above this one. The page itself is not in it: it is the heading below. */
export function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumbs">
      <ol className="flex flex-wrap items-center gap-1 text-ink-soft text-sm">
        {crumbs.map(({ href, label }, index) => (
          <Fragment key={href}>
            {index > 0 && (
              <li aria-hidden>
                <ChevronRight className="size-3.5" />
              </li>
            )}
            <li>
              <Link
                href={href}
                className="inline-flex min-h-8 items-center rounded-sm underline-offset-4 hover:text-ink hover:underline pointer-coarse:min-h-11 max-sm:min-h-11"
              >
                {label}
              </Link>
            </li>
          </Fragment>
        ))}
      </ol>
    </nav>
  );
}
