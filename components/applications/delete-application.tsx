"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { applicationLists } from "@/components/applications/queries";
import { queryKeyOf } from "@/components/queries/endpoint-query";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { useRouter } from "@/components/ui/pending-navigation";
import { Section } from "@/components/ui/section";
import { toast } from "@/components/ui/toast";
import type { ApplicationResource } from "@/lib/accounts/applications/schema";
import { deleteApplicationCall } from "@/lib/api/calls/delete-application";
import { listApplicationNamesCall } from "@/lib/api/calls/list-application-names";
import { ApiError, request } from "@/lib/api/client";

export function DeleteApplication({ application }: { application: ApplicationResource }) {
  const router = useRouter();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [inUse, setInUse] = useState<number | null>(null);
  const { id, name } = application;

  async function remove() {
    try {
      await request(deleteApplicationCall, { id });
    } catch (error) {
      const connections =
        error instanceof ApiError && error.code === "invalid_state" ? error.details.connections : null;
      if (typeof connections !== "number") throw error;
      return setInUse(connections);
    }
    toast({ title: `${name} deleted`, text: "Its keys were revoked." });
    router.push("/applications");
    // Leave its own page first: its queries would fail.
    client.removeQueries(applicationLists);
    void client.invalidateQueries({ queryKey: queryKeyOf(listApplicationNamesCall) });
  }

  return (
    <Section title="Delete" padded>
      <div className="grid justify-items-start gap-4">
        <p className="max-w-2xl text-ink-soft">
          Deleting an application revokes its keys right away. Archive all of its domains first. You cannot undo this.
        </p>
        {inUse !== null && <InUse id={id} connections={inUse} />}
        <ConfirmDialog
          open={open}
          onOpenChange={(next) => {
            setOpen(next);
            if (next) setInUse(null);
          }}
          title={`Delete ${name}?`}
          description="Its keys stop working right away. You can still read its archived domains."
          trigger={
            <Button variant="danger">
              <Trash2 aria-hidden className="size-4" />
              Delete application
            </Button>
          }
          typed={name}
          confirm="Delete application"
          busyText="Deleting…"
          cancel="Cancel"
          onConfirm={remove}
        />
      </div>
    </Section>
  );
}

function InUse({ id, connections }: { id: string; connections: number }): ReactNode {
  const which = connections === 1 ? "1 domain that is" : `${connections.toLocaleString("en-GB")} domains that are`;
  return (
    <div role="alert" className="w-full">
      <Notice tone="waiting" icon={Trash2}>
        It was not deleted because it still has {which} not archived. Archiving stops serving a domain, so archive only
        customers who have left.{" "}
        <Link href={`/connections?application_id=${id}`} className="font-medium underline underline-offset-4">
          View {connections === 1 ? "it" : "them"}
        </Link>
      </Notice>
    </div>
  );
}
