"use client";

import { MailPlus } from "lucide-react";
import { lazy } from "react";
import { Button } from "@/components/ui/button";
import { LazyTrigger } from "@/components/ui/lazy-trigger";

const load = () => import("@/components/team/invite-member-dialog");
const InviteMemberDialog = lazy(() => load().then((file) => ({ default: file.InviteMemberDialog })));

export function InviteMember() {
  return (
    <LazyTrigger
      kind="dialog"
      load={load}
      trigger={
        <Button>
          <MailPlus aria-hidden className="size-4" />
          Invite
        </Button>
      }
    >
      {(state) => <InviteMemberDialog {...state} />}
    </LazyTrigger>
  );
}
