"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Archive } from "lucide-react";
import { AlertDialog } from "radix-ui";
import { useState } from "react";
import { connectionQuery } from "@/components/queries";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { request } from "@/lib/api/client";
import { archiveConnectionEndpoint } from "@/lib/api/endpoints/connections";
import type { ConnectionResource } from "@/lib/connections/schema";

export function ArchiveConnection({ connection }: { connection: ConnectionResource }) {
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const archive = useMutation({
    mutationFn: () => request(archiveConnectionEndpoint, { id: connection.id }),
    onSuccess: (archived) => {
      setOpen(false);
      client.setQueryData(connectionQuery(connection.id).queryKey, archived);
      // The button that opened the dialog goes with the connection, so the focus needs another place.
      document.getElementById("content")?.focus();
      return client.invalidateQueries({ queryKey: ["connections"] });
    },
  });
  return (
    <Section title="Off-board">
      <div className="grid justify-items-start gap-3 px-4 py-4 sm:px-5">
        <p className="text-ink-soft">Releases the hostname and stops serving it. The customer's DNS is not touched.</p>
        <AlertDialog.Root
          open={open}
          onOpenChange={(next) => {
            if (next) archive.reset();
            setOpen(next);
          }}
        >
          <AlertDialog.Trigger asChild>
            <Button look="danger">
              <Archive aria-hidden className="size-4" />
              Archive
            </Button>
          </AlertDialog.Trigger>
          <AlertDialog.Portal>
            <AlertDialog.Overlay className="fixed inset-0 z-10 bg-black/50" />
            <AlertDialog.Content className="fixed top-1/2 left-1/2 z-20 grid w-[calc(100vw-2rem)] max-w-md -translate-x-1/2 -translate-y-1/2 gap-4 rounded-xl border border-line bg-card p-6 shadow-2xl">
              <AlertDialog.Title className="font-semibold text-lg [overflow-wrap:anywhere]">
                Archive {connection.hostnameUnicode}?
              </AlertDialog.Title>
              <AlertDialog.Description className="text-ink-soft">
                Visitors stop being served at once, and anybody who proves control may connect the name. This cannot be
                undone.
              </AlertDialog.Description>
              {archive.isError && (
                <p role="alert" className="text-bad">
                  {archive.error.message}
                </p>
              )}
              <div className="flex flex-wrap justify-end gap-2">
                <AlertDialog.Cancel asChild>
                  <Button look="plain">Keep it</Button>
                </AlertDialog.Cancel>
                <Button look="danger" busy={archive.isPending} onClick={() => archive.mutate()}>
                  Archive it
                </Button>
              </div>
            </AlertDialog.Content>
          </AlertDialog.Portal>
        </AlertDialog.Root>
      </div>
    </Section>
  );
}
