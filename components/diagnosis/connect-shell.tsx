import { KeyRound } from "lucide-react";
import type { ReactNode } from "react";

/** Around the pages for people without an account: without links to the dashboard. */
export function ConnectShell({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-5xl flex-col px-4 sm:px-6">
      <header className="flex items-center gap-2 py-5 font-semibold tracking-tight">
        <span aria-hidden className="flex size-7 items-center justify-center rounded-lg bg-accent text-on-accent">
          <KeyRound className="size-4" />
        </span>
        Latchkey
      </header>
      <main id="content" tabIndex={-1} className="min-w-0 flex-1 pb-16 outline-none">
        {children}
      </main>
    </div>
  );
}
