"use client";

import { BookOpen, Globe, LayoutDashboard, LogIn, Search, SearchX } from "lucide-react";
import { useFoundShellSession } from "@/components/session/shell-session";
import { openPalette } from "@/components/shell/overlays";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { useDocumentTitle } from "@/components/ui/document-title";

/** The page of an address that leads nowhere: why, a search, and where to go on. */
export function PageNotFound({ reason }: { reason: string }) {
  const session = useFoundShellSession();
  useDocumentTitle("Page not found");
  return (
    <div className="grid justify-items-start gap-4 py-10">
      <span aria-hidden className="flex size-11 items-center justify-center rounded-xl bg-quiet-soft text-quiet">
        <SearchX className="size-5" />
      </span>
      <div className="grid gap-1">
        <h1 className="font-semibold text-2xl tracking-tight">Page not found</h1>
        <p className="text-ink-soft">{reason}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        {session && (
          <>
            <Button writes={false} onClick={openPalette}>
              <Search aria-hidden className="size-4" />
              Search
            </Button>
            <ButtonLink href="/connections" variant="plain">
              <Globe aria-hidden className="size-4" />
              All domains
            </ButtonLink>
          </>
        )}
        <ButtonLink href="/" variant="plain">
          {session ? <LayoutDashboard aria-hidden className="size-4" /> : <LogIn aria-hidden className="size-4" />}
          {session ? "Overview" : "Sign in"}
        </ButtonLink>
        <ButtonLink href="/docs" variant="plain">
          <BookOpen aria-hidden className="size-4" />
          Documentation
        </ButtonLink>
      </div>
    </div>
  );
}
