import { KeyRound } from "lucide-react";
import type { ReactNode } from "react";
import { DocsSearch } from "@/components/docs/lazy-docs-search";
import { Link } from "@/components/ui/link";

const places = [
  { key: "guides", href: "/docs", label: "Docs" },
  { key: "api", href: "/docs/api", label: "API" },
  { key: "errors", href: "/docs/errors", label: "Errors" },
  { key: "troubleshooting", href: "/docs/troubleshooting", label: "Troubleshooting" },
] as const;

export type DocsPlace = (typeof places)[number]["key"];

export type Contents = { href: string; label: string; items?: { href: string; label: string }[] }[];

/** A list of links beside the text: the sections of the page, or other pages. */
export type ContentsPart = { title: string; contents: Contents };

/** A page of the documentation. It is public, so it links to nothing that needs an account. */
export function DocsShell({
  current,
  parts,
  children,
}: {
  current: DocsPlace;
  parts: readonly ContentsPart[];
  children: ReactNode;
}) {
  const shown = parts.filter(({ contents }) => contents.length > 0);
  return (
    <>
      <a
        href="#content"
        className="sr-only rounded-lg bg-accent text-on-accent focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-20 focus:px-4 focus:py-2"
      >
        Skip to the content
      </a>
      <header className="border-line border-b bg-card">
        <div className="mx-auto flex min-h-14 max-w-6xl flex-wrap items-center gap-x-6 gap-y-2 px-4 py-1 sm:px-6">
          <span className="flex min-h-11 items-center gap-2 font-semibold tracking-tight">
            <KeyRound aria-hidden className="size-5 text-accent" />
            Latchkey
          </span>
          <nav aria-label="Documentation" className="flex flex-wrap gap-1">
            {places.map((place) => (
              <Link
                key={place.key}
                href={place.href}
                aria-current={place.key === current ? "page" : undefined}
                className="flex min-h-11 items-center border-transparent border-b-2 px-2 text-ink-soft hover:text-ink aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink"
              >
                {place.label}
              </Link>
            ))}
          </nav>
          <div className="w-full sm:ml-auto sm:w-72">
            <DocsSearch />
          </div>
        </div>
      </header>
      <div className="mx-auto max-w-6xl px-4 sm:px-6 lg:grid lg:grid-cols-[14rem_minmax(0,1fr)] lg:gap-10">
        {shown.length > 0 && (
          <nav
            aria-label="Contents"
            className="pt-6 lg:sticky lg:top-0 lg:max-h-dvh lg:overflow-y-auto lg:pt-8 lg:pb-8"
          >
            <details className="rounded-lg border border-line bg-card lg:hidden">
              <summary className="flex min-h-11 items-center px-4 font-medium">Contents</summary>
              <div className="border-line border-t px-4 py-2">
                <ContentsParts parts={shown} />
              </div>
            </details>
            <div className="hidden lg:block">
              <ContentsParts parts={shown} />
            </div>
          </nav>
        )}
        <main id="content" tabIndex={-1} className="min-w-0 pt-8 pb-24 outline-none lg:col-start-2">
          {children}
        </main>
      </div>
    </>
  );
}

function ContentsParts({ parts }: { parts: readonly ContentsPart[] }) {
  return parts.map(({ title, contents }) => (
    <div key={title} className="mb-4">
      <p className="py-1 text-ink-soft text-sm">{title}</p>
      <ContentsList contents={contents} />
    </div>
  ));
}

function ContentsList({ contents }: { contents: Contents }) {
  return (
    <ul>
      {contents.map((section) => (
        <li key={section.href} className="pb-1">
          <ContentsLink {...section} className="font-medium" />
          {section.items && (
            <ul className="ml-2 border-line border-l pl-2">
              {section.items.map((item) => (
                <li key={item.href}>
                  <ContentsLink {...item} className="text-ink-soft text-sm" />
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}

function ContentsLink({ href, label, className }: { href: string; label: string; className: string }) {
  return (
    <a
      href={href}
      className={`flex min-h-11 items-center underline-offset-4 [overflow-wrap:anywhere] hover:text-ink hover:underline lg:min-h-7 ${className}`}
    >
      {label}
    </a>
  );
}
