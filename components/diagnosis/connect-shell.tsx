import { KeyRound } from "lucide-react";
import type { ReactNode } from "react";
import { BrandColors } from "@/components/branding/brand-colors";
import { BrandFooter } from "@/components/branding/brand-footer";
import { BrandMark } from "@/components/branding/brand-mark";
import type { Brand } from "@/lib/accounts/branding/schema";

/**
 * Around the pages for people without an account: without links to the dashboard.
 * @param props `brand`: the company that asks; null where none is known
 */
export function ConnectShell({ brand = null, children }: { brand?: Brand | null; children: ReactNode }) {
  return (
    <BrandColors color={brand?.color ?? null} className="mx-auto flex min-h-dvh w-full max-w-5xl flex-col px-4 sm:px-6">
      <header className="flex items-center py-5">{brand === null ? <OwnMark /> : <BrandMark brand={brand} />}</header>
      <main id="content" tabIndex={-1} className="min-w-0 flex-1 pb-16 outline-none">
        {children}
      </main>
      {brand !== null && <BrandFooter brand={brand} />}
    </BrandColors>
  );
}

function OwnMark() {
  return (
    <span className="flex items-center gap-2 font-semibold tracking-tight">
      <span aria-hidden className="flex size-7 items-center justify-center rounded-lg bg-accent text-on-accent">
        <KeyRound className="size-4" />
      </span>
      Latchkey
    </span>
  );
}
