"use client";

import { useMutation } from "@tanstack/react-query";
import { Check, Copy, Link2, Mail } from "lucide-react";
import { useState } from "react";
import { announce } from "@/components/ui/announcer";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Section } from "@/components/ui/section";
import { toast } from "@/components/ui/toast";
import { createSupportShareLinkCall } from "@/lib/api/calls/create-support-share-link";
import { request } from "@/lib/api/client";
import { mailtoLink } from "@/lib/diagnosis/instructions/mailto-link";
import type { SupportConnection } from "@/lib/support/schema";

/** The drafted email: to copy, to open in a mail app, and to send with a share link. */
export function ReplySection({ id, reply }: { id: string; reply: SupportConnection["reply"] }) {
  const [copied, setCopied] = useState("");
  const link = useMutation({
    mutationFn: async () => {
      const [{ url }, { addLink }] = await Promise.all([
        request(createSupportShareLinkCall, { id, expiresInDays: 7 }),
        import("@/lib/diagnosis/instructions/add-link"),
      ]);
      return { url, addLink };
    },
    onSuccess: () => announce("Link added to the reply."),
  });
  const text = link.data ? link.data.addLink(reply.text, link.data.url) : reply.text;

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(text);
      announce("Copied");
    } catch {
      toast({ tone: "bad", title: "The browser refused to copy", text: "Select the text and copy it." });
    }
  }

  return (
    <Section
      title="Reply to the customer"
      description="Drafted from the diagnosis. Review it before you send it."
      aside={
        <div className="flex flex-wrap gap-2">
          <Button size="small" onClick={copy}>
            {copied === text ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
            {copied === text ? "Copied" : "Copy reply"}
          </Button>
          <a
            href={mailtoLink({ subject: reply.subject, text })}
            className="control-small inline-flex items-center gap-2 rounded-lg border border-line-strong bg-card px-3 font-medium text-sm shadow-lift-1 hover:bg-hover"
          >
            <Mail aria-hidden className="size-4" />
            Email it
          </a>
        </div>
      }
      footer={
        <div className="flex w-full flex-wrap items-center gap-x-4 gap-y-2">
          {link.data ? (
            <>
              <code className="min-w-0 flex-1 font-mono text-[13px] leading-5 [overflow-wrap:anywhere]">
                {link.data.url}
              </code>
              <CopyButton text={link.data.url} label="the link" />
            </>
          ) : (
            <>
              <p className="min-w-0 flex-1 basis-64 text-ink-soft text-sm">
                A page that shows the customer the records and their status. The link works for 7 days; the company can
                revoke it.
              </p>
              <Button variant="plain" size="small" busy={link.isPending} onClick={() => link.mutate()}>
                <Link2 aria-hidden className="size-4" />
                Add link to reply
              </Button>
            </>
          )}
          <p role="alert" className="basis-full text-bad text-sm empty:hidden">
            {link.error?.message}
          </p>
        </div>
      }
    >
      <div className="grid gap-3 px-4 py-4 sm:px-5">
        <p className="font-medium [overflow-wrap:anywhere]">
          <span className="font-normal text-ink-soft">Subject: </span>
          {reply.subject}
        </p>
        <section
          aria-label="Reply text"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
          tabIndex={0}
          className="max-h-96 overflow-auto whitespace-pre-wrap rounded-lg border border-line bg-paper p-3 font-mono text-[13px] leading-5 [overflow-wrap:anywhere]"
        >
          {text}
        </section>
      </div>
    </Section>
  );
}
