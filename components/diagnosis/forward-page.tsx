"use client";

import { Mail, Share2 } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import type { Instructions } from "@/lib/diagnosis/instructions/instructions";
import { instructionsMail } from "@/lib/diagnosis/instructions/instructions-mail";
import { en } from "@/lib/diagnosis/instructions/languages/en";
import { mailtoLink } from "@/lib/diagnosis/instructions/mailto-link";

/** For readers who have somebody else for this: the same page, by mail, as a link, or as their device shares things. */
export function ForwardPage({ instructions }: { instructions: Instructions }) {
  const [page, setPage] = useState<{ url: string; shares: boolean } | null>(null);
  useEffect(() => {
    setPage({ url: window.location.href, shares: typeof navigator.share === "function" });
  }, []);
  const mail = instructionsMail(instructions, { link: page?.url ?? null, texts: en });

  async function share(url: string) {
    try {
      await navigator.share({ title: mail.subject, url });
    } catch {
      // The reader closed the device's own dialog.
    }
  }

  return (
    <section aria-labelledby="forward" className="grid gap-1">
      <h2 id="forward" className="font-semibold text-lg">
        Forward to a colleague
      </h2>
      <p className="text-ink-soft text-sm">Someone else manages the DNS? Send them this page. They need no account.</p>
      <div className="flex min-h-11 flex-wrap items-center gap-2 pt-1">
        <a
          href={mailtoLink(mail)}
          className="control inline-flex items-center gap-2 rounded-lg border border-line-strong bg-card px-4 font-medium shadow-lift-1 hover:bg-hover"
        >
          <Mail aria-hidden className="size-4" />
          Email it
        </a>
        {page?.shares && (
          <Button variant="plain" onClick={() => share(page.url)}>
            <Share2 aria-hidden className="size-4" />
            Share
          </Button>
        )}
        {page !== null && (
          <span className="inline-flex items-center gap-1 text-ink-soft text-sm">
            or copy the link <CopyButton text={page.url} label="the link to this page" />
          </span>
        )}
      </div>
    </section>
  );
}
