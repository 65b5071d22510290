"use client";

import { Mail, Send } from "lucide-react";
import { instructionsText, mailtoLink } from "@/components/connection-facts/instructions-text";
import type { RecordRow } from "@/components/connection-facts/records-rows";
import { ShareLinks } from "@/components/diagnosis/share-links";
import { useShellSession } from "@/components/session/shell-session";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import type { ConnectionResource } from "@/lib/connections/schema";

/** For customers who edit the DNS themselves: a page to share, or an email with everything. */
export function SendInstructions({ connection, rows }: { connection: ConnectionResource; rows: readonly RecordRow[] }) {
  const { tenant, scopes } = useShellSession();
  const { hostname, hostnameUnicode, registrableDomain: zone, provider } = connection;
  const mail = instructionsText({ hostname, zone, tenantName: tenant.name, provider, records: rows, link: null });
  return (
    <Dialog
      width="large"
      title="Send instructions"
      description={`For the person who edits the DNS of ${hostnameUnicode}. They need no account.`}
      trigger={
        <Button variant="plain" size="small">
          <Send aria-hidden className="size-4" />
          Send instructions
        </Button>
      }
    >
      <div className="grid gap-6">
        {scopes.includes("connections:write") && (
          <section aria-labelledby="share-heading" className="grid gap-3">
            <div>
              <h3 id="share-heading" className="font-semibold">
                Share a page
              </h3>
              <p className="text-ink-soft text-sm">
                Shows the records with copy buttons and their current status. Anyone with the link can open it until it
                expires or you revoke it.
              </p>
            </div>
            <ShareLinks connection={connection} rows={rows} />
          </section>
        )}
        <section aria-labelledby="mail-heading" className="grid gap-3">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <h3 id="mail-heading" className="font-semibold">
              Send an email
            </h3>
            <div className="flex items-center gap-2">
              <a
                href={mailtoLink(mail)}
                className="control-small inline-flex items-center gap-2 rounded-lg border border-line-strong bg-card px-3 font-medium text-sm shadow-lift-1 hover:bg-hover"
              >
                <Mail aria-hidden className="size-4" />
                Open in your email app
              </a>
              <CopyButton text={mail.text} label="the text of the email" />
            </div>
          </div>
          <section
            aria-label="Text of the email"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
            tabIndex={0}
            className="max-h-72 overflow-auto whitespace-pre-wrap rounded-lg border border-line bg-paper p-3 font-mono text-[13px] leading-5 [overflow-wrap:anywhere]"
          >
            {mail.text}
          </section>
        </section>
      </div>
    </Dialog>
  );
}
