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
    // The button that opened the dialog goes with the connection, so the focus needs another place.
    document.getElementById("content")?.focus();
    void client.invalidateQueries({ queryKey: ["connections"] });
  }

  return (
    <Section title="Off-board" padded>
      <div className="grid justify-items-start gap-3">
        <p className="text-ink-soft">
          Releases the hostname and stops serving it. The DNS of {hostnameUnicode} is not touched.
        </p>
        <ConfirmDialog
          title={`Archive ${hostnameUnicode}?`}
          description="This cannot be undone. The hostname can be connected anew at any time."
          trigger={
            <Button variant="danger">
              <Archive aria-hidden className="size-4" />
              Archive
            </Button>
          }
          confirm="Archive it"
          busyText="Archiving…"
          cancel="Keep it"
          onConfirm={archive}
        >
          <ul className="grid list-disc gap-1.5 pl-5 text-ink-soft">
            {isServed(state) && <li>Visitors of https://{hostnameUnicode} stop being served, at once.</li>}
            <li>The claim on the hostname is released: whoever proves control of it may connect it.</li>
            <li>No certificate is issued or renewed for it any more.</li>
            <li>The records in its DNS stay as they are. Have them removed there, so that they lead nowhere.</li>
            <li>The timeline stays readable here.</li>
          </ul>
        </ConfirmDialog>
      </div>
    </Section>
  );
}
