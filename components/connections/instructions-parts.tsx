"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Copy, Mail } from "lucide-react";
import { useState } from "react";
import { brandingQuery } from "@/components/branding/queries";
import { shareLinksQuery } from "@/components/diagnosis/diagnosis-queries";
import { SendInstructions as SendForMe } from "@/components/diagnosis/send-instructions";
import { isOpenLink, ShareLinks } from "@/components/diagnosis/share-links";
import { useShellSession } from "@/components/session/shell-session";
import { announce } from "@/components/ui/announcer";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { createShareLinkCall } from "@/lib/api/calls/create-share-link";
import { request } from "@/lib/api/client";
import type { ConnectionResource } from "@/lib/connections/schema";
import type { Finding } from "@/lib/diagnosis/evidence/finding";
import type { InstructionRecord } from "@/lib/diagnosis/instructions/instructions";
import { instructionsMail } from "@/lib/diagnosis/instructions/instructions-mail";
import { en } from "@/lib/diagnosis/instructions/languages/en";
import { mailtoLink } from "@/lib/diagnosis/instructions/mailto-link";
import { writeInstructions } from "@/lib/diagnosis/instructions/write-instructions";
import { findProvider } from "@/lib/dns/providers/catalog";

export type SendInstructionsProps = {
  connection: ConnectionResource;
  rows: readonly InstructionRecord[];
  /** Of the newest diagnosis: what is in the way is part of the instructions. */
  findings: readonly Finding[];
};

/** The content of the dialog. Apart from its trigger, because it writes the mail, with the guides of all DNS providers. */
export function InstructionsParts(props: SendInstructionsProps) {
  const { scopes } = useShellSession();
  const { connection } = props;
  const mayWrite = scopes.includes("connections:write");
  return (
    <div className="grid gap-6">
      <InstructionsMail {...props} mayCreate={mayWrite} />
      {mayWrite && (
        <section aria-labelledby="send-heading" className="grid gap-3">
          <h3 id="send-heading" className="font-semibold">
            Have it sent
          </h3>
          <SendForMe connectionId={connection.id} />
        </section>
      )}
      <section aria-labelledby="share-heading" className="grid gap-3">
        <div>
          <h3 id="share-heading" className="font-semibold">
            Links to the page
          </h3>
          <p className="text-ink-soft text-sm">
            The page shows one step at a time, and what is done already. Anyone with a link can open it until it expires
            or you revoke it.
          </p>
        </div>
        <ShareLinks connectionId={connection.id} editable={mayWrite} />
      </section>
    </div>
  );
}

/**
 * One mail, with the link to the page. The newest link that was mailed to nobody is used again; the first use of the mail
 * creates one.
 */
function InstructionsMail({ connection, rows, findings, mayCreate }: SendInstructionsProps & { mayCreate: boolean }) {
  const { id, provider } = connection;
  const client = useQueryClient();
  const company = useCompanyName();
  const links = useQuery(shareLinksQuery(id));
  const [copied, setCopied] = useState("");
  const create = useMutation({
    mutationFn: () => request(createShareLinkCall, { id, expiresInDays: 7 }),
    onSuccess: () => client.invalidateQueries({ queryKey: shareLinksQuery(id).queryKey }),
  });
  const instructions = writeInstructions({
    connection,
    records: rows,
    findings,
    provider: provider === null ? null : findProvider(provider),
    asker: { company, application: null, logoUrl: null },
    reader: "dns_owner",
    texts: en,
  });
  const newest =
    links.data?.find((link) => isOpenLink(link) && link.mailedTo === null && link.url !== null)?.url ?? null;
  const mail = instructionsMail(instructions, { link: newest, texts: en });
  const needsLink = newest === null && mayCreate;

  /** The mail with a link, where one may be created. */
  async function prepare() {
    if (!needsLink) return mail;
    return instructionsMail(instructions, { link: (await create.mutateAsync()).url, texts: en });
  }

  async function copy() {
    try {
      const { text } = await prepare();
      await navigator.clipboard.writeText(text);
      setCopied(text);
      announce("Copied");
    } catch {
      if (!create.isError)
        toast({ tone: "bad", title: "The browser did not copy", text: "Select the text and copy it." });
    }
  }

  async function openMail() {
    try {
      window.location.href = mailtoLink(await prepare());
    } catch {
      // The mutation shows why there is no link.
    }
  }

  return (
    <section aria-labelledby="mail-heading" className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 id="mail-heading" className="font-semibold">
          Send an email
        </h3>
        <div className="flex flex-wrap items-center gap-2">
          {needsLink ? (
            <Button variant="plain" size="small" busy={create.isPending} onClick={openMail}>
              <Mail aria-hidden className="size-4" />
              Open in your email app
            </Button>
          ) : (
            <a
              href={mailtoLink(mail)}
              className="control-small inline-flex items-center gap-2 rounded-lg border border-line-strong bg-card px-3 font-medium text-sm shadow-lift-1 hover:bg-hover"
            >
              <Mail aria-hidden className="size-4" />
              Open in your email app
            </a>
          )}
          <Button variant="plain" size="small" busy={create.isPending} onClick={copy}>
            <Copy aria-hidden className="size-4" />
            {copied !== "" && copied === mail.text ? "Copied" : "Copy the text"}
          </Button>
        </div>
      </div>
      {create.isError && (
        <p role="alert" className="text-bad">
          {create.error.message}
        </p>
      )}
      {needsLink && (
        <p className="text-ink-soft text-sm">A link to the page is created and added when you use the text.</p>
      )}
      <section
        aria-label="Text of the email"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
        tabIndex={0}
        className="max-h-72 overflow-auto whitespace-pre-wrap rounded-lg border border-line bg-paper p-3 font-mono text-[13px] leading-5 [overflow-wrap:anywhere]"
      >
        {mail.text}
      </section>
    </section>
  );
}

/** As the readers of mails and pages know the company. */
function useCompanyName(): string {
  const { tenant } = useShellSession();
  const branding = useQuery(brandingQuery);
  return branding.data?.brand.name ?? tenant.name;
}
