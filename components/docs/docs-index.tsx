import { guideGroups, guidePath } from "@/components/docs/catalog";
import type { Contents } from "@/components/docs/docs-shell";
import { Link } from "@/components/ui/link";

/** @param titles of the documents, by file */
export function DocsIndex({ titles }: { titles: ReadonlyMap<string, string> }) {
  return (
    <>
      <h1 className="font-semibold text-3xl tracking-tight">Documentation</h1>
      <p className="mt-3 max-w-[70ch]">
        What this Latchkey does, how to build on it, and how it is run. The{" "}
        <DocsLink href="/docs/api">API reference</DocsLink> has every endpoint; its description for programs is{" "}
        <DocsLink href="/v1/openapi.json">openapi.json</DocsLink>.
      </p>
      {guideGroups.map(({ title, guides }) => (
        <section key={title} aria-labelledby={title} className="mt-10">
          <h2 id={title} className="font-semibold text-xl tracking-tight">
            {title}
          </h2>
          <ul className="mt-3 grid gap-3 sm:grid-cols-2">
            {guides.map(({ file, about }) => (
              <li key={file}>
                <Link
                  href={guidePath(file)}
                  className="block h-full rounded-xl border border-line bg-card p-4 hover:border-line-strong"
                >
                  <span className="block font-medium">{titles.get(file)}</span>
                  <span className="mt-1 block text-ink-soft text-sm">{about}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <p className="mt-10">
        <DocsLink href="/docs/decisions">Decisions</DocsLink>: why things are as they are, one page each.
      </p>
    </>
  );
}

/** The list of decisions. */
export function DecisionsIndex({ decisions }: { decisions: readonly { href: string; title: string }[] }) {
  return (
    <>
      <h1 className="font-semibold text-3xl tracking-tight">Decisions</h1>
      <ul className="mt-4">
        {decisions.map(({ href, title }) => (
          <li key={href}>
            <Link href={href} className="flex min-h-11 items-center underline-offset-4 hover:underline sm:min-h-8">
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

/** All documents, for the column beside the text. */
export function guideContents(titles: ReadonlyMap<string, string>): Contents {
  return guideGroups.map(({ title, guides }) => ({
    href: `/docs#${encodeURIComponent(title)}`,
    label: title,
    items: guides.map(({ file }) => ({ href: guidePath(file), label: titles.get(file) ?? file })),
  }));
}

function DocsLink({ href, children }: { href: string; children: string }) {
  return (
    <a href={href} className="text-accent underline underline-offset-4 hover:text-accent-strong">
      {children}
    </a>
  );
}
