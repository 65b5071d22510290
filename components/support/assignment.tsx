"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { UserRoundCheck, UserRoundMinus } from "lucide-react";
import { queryKeyOf } from "@/components/queries/endpoint-query";
import { supportConnectionQuery, supportQueueQuery } from "@/components/support/queries";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { toast } from "@/components/ui/toast";
import { assignConnectionCall } from "@/lib/api/calls/assign-connection";
import { listStuckConnectionsCall } from "@/lib/api/calls/list-stuck-connections";
import { request } from "@/lib/api/client";
import type { SupportAssignee } from "@/lib/support/schema";

/** Who of support staff takes care of a domain. `userId`: who is looking at the page. */
export function Assignment({ id, assignee, userId }: { id: string; assignee: SupportAssignee | null; userId: string }) {
  const client = useQueryClient();
  const assign = useMutation({
    mutationFn: (assigned: boolean) => request(assignConnectionCall, { id, assigned }),
    onError: (error) => toast({ tone: "bad", title: "It could not be assigned", text: error.message }),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: supportConnectionQuery(id).queryKey }),
        client.invalidateQueries({ queryKey: supportQueueQuery.queryKey }),
        client.invalidateQueries({ queryKey: queryKeyOf(listStuckConnectionsCall) }),
      ]),
  });
  const isMine = assignee?.id === userId;
  return (
    <Section title="Assigned to" padded>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p role="status" className="[overflow-wrap:anywhere]">
          {assignee === null ? "Nobody" : isMine ? "You" : assignee.name}
        </p>
        <Button variant="plain" size="small" busy={assign.isPending} onClick={() => assign.mutate(!isMine)}>
          {isMine ? (
            <UserRoundMinus aria-hidden className="size-4" />
          ) : (
            <UserRoundCheck aria-hidden className="size-4" />
          )}
          {isMine ? "Unassign" : "Assign to me"}
        </Button>
      </div>
    </Section>
  );
}
