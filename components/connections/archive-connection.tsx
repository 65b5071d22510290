"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Archive } from "lucide-react";
import { connectionQuery } from "@/components/queries/queries";
import { announce } from "@/components/ui/announcer";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Section } from "@/components/ui/section";
import { request } from "@/lib/api/client";
import { archiveConnectionEndpoint } from "@/lib/api/endpoints/connections";
import { isServed } from "@/lib/connections/machine";
import type { ConnectionResource } from "@/lib/connections/schema";

export function ArchiveConnection({ connection }: { connection: ConnectionResource }) {
  const client = useQueryClient();
  const { id, hostnameUnicode, state } = connection;

  async function archive() {
    const archived = await request(archiveConnectionEndpoint, { id });
    client.setQueryData(connectionQuery(id).queryKey, archived);
    announce(`${hostnameUnicode} is archived.`);
    // The button that opened the dialog is gone, so the focus moves to the content.
    document.getElementById("content")?.focus();
    void client.invalidateQueries({ queryKey: ["connections"] });
  }

  return (
    <Section title="Archive" padded>
      <div className="grid justify-items-start gap-3">
        <p className="text-ink-soft">
          Stops serving the hostname and releases it. The DNS of {hostnameUnicode} does not change.
        </p>
        <ConfirmDialog
          title={`Archive ${hostnameUnicode}?`}
          description="You cannot undo this, but you can connect the hostname again at any time."
          trigger={
            <Button variant="danger">
              <Archive aria-hidden className="size-4" />
              Archive
            </Button>
          }
          confirm="Archive connection"
          busyText="Archiving…"
          cancel="Cancel"
          onConfirm={archive}
        >
          <ul className="grid list-disc gap-1.5 pl-5 text-ink-soft">
            {isServed(state) && <li>Visitors can no longer reach https://{hostnameUnicode}.</li>}
            <li>The hostname is released: anyone who proves control of it can connect it.</li>
            <li>We no longer issue or renew certificates for it.</li>
            <li>Its DNS records stay. Ask your customer to remove them.</li>
            <li>You can still read its timeline here.</li>
          </ul>
        </ConfirmDialog>
      </div>
    </Section>
  );
}
