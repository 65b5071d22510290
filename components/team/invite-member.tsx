"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { MailPlus } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { errorAt, errorElsewhere } from "@/components/applications/field-error";
import { invitationsQuery } from "@/components/team/queries";
import { roleTexts } from "@/components/team/role-texts";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import { request } from "@/lib/api/client";
import { createInvitationEndpoint } from "@/lib/api/endpoints/team";

const invitedRoles = ["member", "admin"] as const;
type InvitedRole = (typeof invitedRoles)[number];

/** A form in a dialog: whom, and as what. The link goes out by mail. */
export function InviteMember() {
  const client = useQueryClient();
  const formId = useId();
  const [open, setOpen] = useState(false);
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<InvitedRole>("member");
  const invite = useMutation({
    mutationFn: () => request(createInvitationEndpoint, { email: email.trim(), role }),
    onSuccess: async (invitation) => {
      setOpen(false);
      toast({ title: `${invitation.email} was invited` });
      await client.invalidateQueries({ queryKey: invitationsQuery.queryKey });
    },
  });

  function change(next: boolean) {
    setOpen(next);
    if (!next) return;
    setEmail("");
    setRole("member");
    invite.reset();
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!invite.isPending) invite.mutate();
  }

  const other = errorElsewhere(invite.error, ["email", "role"]);
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title="Invite somebody"
      description="They get a mail with a link that is good for 7 days."
      trigger={
        <Button>
          <MailPlus aria-hidden className="size-4" />
          Invite
        </Button>
      }
      footer={
        <>
          <DialogClose>
            <Button variant="plain">Cancel</Button>
          </DialogClose>
          <Button type="submit" form={formId} busy={invite.isPending}>
            Send the invitation
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="grid gap-4">
        <Field label="Email" error={errorAt(invite.error, "email")}>
          <TextInput
            type="email"
            name="email"
            autoComplete="off"
            spellCheck={false}
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </Field>
        <Field label="Role" hint={roleTexts[role].text} error={errorAt(invite.error, "role")}>
          <Select
            options={invitedRoles.map((value) => ({ value, label: roleTexts[value].label }))}
            value={role}
            onValueChange={setRole}
          />
        </Field>
        {other && (
          <p role="alert" className="text-bad">
            {other}
          </p>
        )}
      </form>
    </Dialog>
  );
}
