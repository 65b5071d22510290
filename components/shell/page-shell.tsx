import { KeyRound } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { ReachBanner } from "@/components/shell/reach-banner";

const places = [
  { key: "domains", href: "/", label: "Domains" },
  { key: "zone", href: "/sandbox", label: "Customer DNS" },
] as const;

export function PageShell({ current, children }: { current: (typeof places)[number]["key"]; children: ReactNode }) {
  return (
    <>
      <a
        href="#content"
        className="sr-only rounded-lg bg-accent text-on-accent focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-20 focus:px-4 focus:py-2"
      >
        Skip to the content
      </a>
      <header className="border-line border-b bg-card">
        <div className="mx-auto flex min-h-14 max-w-6xl flex-wrap items-center gap-x-6 px-4 sm:px-6">
          <Link href="/" className="flex min-h-11 items-center gap-2 font-semibold tracking-tight">
            <KeyRound aria-hidden className="size-5 text-accent" />
            Latchkey
          </Link>
          <nav aria-label="Main" className="flex gap-1">
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
          <Link
            href="/docs/api"
            className="ml-auto flex min-h-11 items-center px-2 text-ink-soft underline-offset-4 hover:text-ink hover:underline"
          >
            API
          </Link>
          <span className="hidden rounded-full bg-quiet-soft px-2.5 py-0.5 text-quiet text-sm sm:inline">Sandbox</span>
        </div>
      </header>
      <main id="content" tabIndex={-1} className="mx-auto max-w-6xl px-4 pt-8 pb-24 outline-none sm:px-6">
        {children}
      </main>
      <ReachBanner />
    </>
  );
}
