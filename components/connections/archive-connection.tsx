"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Archive } from "lucide-react";
import { useState } from "react";
import { connectionQuery } from "@/components/queries/queries";
import { announce } from "@/components/ui/announcer";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { archiveConnectionCall } from "@/lib/api/calls/archive-connection";
import { request } from "@/lib/api/client";
import { isServed } from "@/lib/connections/machine";
import type { ConnectionResource } from "@/lib/connections/schema";

export function ArchiveConnection({ connection }: { connection: ConnectionResource }) {
  const client = useQueryClient();
  const { id, hostnameUnicode, state, writing } = connection;
  const [removeRecords, setRemoveRecords] = useState(false);

  async function archive() {
    const archived = await request(archiveConnectionCall, { id, removeRecords });
    client.setQueryData(connectionQuery(id).queryKey, archived);
    announce(`${hostnameUnicode} is archived.`);
    // The button that opened the dialog is gone, so the focus moves to the content.
    document.getElementById("content")?.focus();
    void client.invalidateQueries({ queryKey: ["connections"] });
  }

  return (
    <section
      aria-label="Archive"
      className="flex min-w-0 items-center justify-between gap-3 rounded-xl border border-line bg-card py-2 pr-3 pl-4 shadow-lift-1"
    >
      <p className="min-w-0 text-ink-soft text-sm">
        Stops serving and releases the domain.{writing === null ? "" : " Its DNS changes only if you say so."}
      </p>
      <ConfirmDialog
        title={`Archive ${hostnameUnicode}?`}
        description="You cannot undo this, but you can connect the domain again at any time."
        trigger={
          <Button variant="danger">
            <Archive aria-hidden className="size-4" />
            Archive
          </Button>
        }
        confirm="Archive domain"
        busyText="Archiving…"
        cancel="Cancel"
        onConfirm={archive}
      >
        <ul className="grid list-disc gap-1.5 pl-5 text-ink-soft">
          {isServed(state) && <li>Visitors can no longer reach https://{hostnameUnicode}.</li>}
          <li>The domain is released: anyone who proves control of it can connect it.</li>
          <li>We no longer issue or renew certificates for it.</li>
          {!removeRecords && <li>Its DNS records stay. Ask your customer to remove them.</li>}
          {removeRecords && <li>The DNS records that we wrote for it are removed, and nothing else.</li>}
          <li>You can still read its timeline here.</li>
        </ul>
        {writing !== null && (
          <Checkbox
            name="remove_records"
            label="Also remove the DNS records that we wrote"
            hint={`In the zone ${writing.zone}${writing.label === null ? "" : `, through “${writing.label}”`}.`}
            checked={removeRecords}
            onChange={(event) => setRemoveRecords(event.target.checked)}
          />
        )}
      </ConfirmDialog>
    </section>
  );
}
