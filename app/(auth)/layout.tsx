import { Globe, KeyRound, Lock, Route } from "lucide-react";
import type { ReactNode } from "react";
import { formLimits } from "@/app/(auth)/form-limits";
import { AuthLimitsProvider } from "@/components/auth/auth-limits";
import { BrandName, brandClasses } from "@/components/shell/brand-name";

const steps = [
  { icon: KeyRound, title: "Proven", text: "One TXT record shows who owns the name." },
  { icon: Route, title: "Pointing", text: "The records to publish, word for word." },
  { icon: Lock, title: "Secured", text: "The certificate is there before the first visitor." },
  { icon: Globe, title: "Live", text: "Watched from then on, with a plain reason for whatever breaks." },
];

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh lg:grid-cols-2">
      <div className="flex flex-col px-4 py-6 sm:px-10">
        <header>
          {/* Here and in the pages: links of the browser, since Next's are more script than these pages need. */}
          <a href="/" className={brandClasses}>
            <BrandName />
          </a>
        </header>
        <main className="mx-auto flex w-full max-w-sm flex-1 flex-col justify-center py-10">
          <AuthLimitsProvider limits={formLimits}>{children}</AuthLimitsProvider>
        </main>
      </div>
      <aside
        aria-label="What Latchkey does"
        className="hidden flex-col justify-center border-line border-l bg-accent-soft px-12 py-10 lg:flex xl:px-20"
      >
        <p className="max-w-md text-balance font-semibold text-3xl leading-tight tracking-tight">
          Your customers’ own domains, live in minutes.
        </p>
        <ol className="mt-10 max-w-md">
          {steps.map(({ icon: Icon, title, text }) => (
            <li
              key={title}
              className="relative flex gap-4 pb-8 before:absolute before:top-10 before:bottom-0 before:left-5 before:w-px before:bg-accent/30 last:pb-0 last:before:hidden"
            >
              <span className="flex size-10 shrink-0 items-center justify-center rounded-full bg-card text-accent shadow-lift-1">
                <Icon aria-hidden className="size-5" />
              </span>
              <span>
                <span className="block font-medium">{title}</span>
                <span className="block text-ink-soft">{text}</span>
              </span>
            </li>
          ))}
        </ol>
      </aside>
    </div>
  );
}
