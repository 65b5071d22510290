"use client";

import { useQueryClient } from "@tanstack/react-query";
import { invitationsQuery } from "@/components/team/queries";
import { roleTexts } from "@/components/team/role-texts";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import { useEndpointForm } from "@/components/ui/use-endpoint-form";
import { createInvitationCall } from "@/lib/api/calls/create-invitation";

const invitedRoles = ["member", "admin"] as const;
type InvitedRole = (typeof invitedRoles)[number];

export function InviteMemberDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const client = useQueryClient();
  const form = useEndpointForm(createInvitationCall, {
    initial: { email: "", role: "member" as InvitedRole },
    toInput: ({ email, role }) => ({ email: email.trim(), role }),
    onSuccess: async (invitation) => {
      onOpenChange(false);
      toast({ title: `Invitation sent to ${invitation.email}` });
      await client.invalidateQueries({ queryKey: invitationsQuery.queryKey });
    },
  });

  return (
    <FormDialog
      form={form}
      open={open}
      onOpenChange={onOpenChange}
      title="Invite a teammate"
      description="We email them a link that works for 7 days."
      submit="Send invitation"
      submitting="Sending…"
    >
      <Field label="Email" error={form.errorOf("email")}>
        <TextInput {...form.text("email")} type="email" autoComplete="off" spellCheck={false} />
      </Field>
      <Field label="Role" hint={roleTexts[form.draft.role].text} error={form.errorOf("role")}>
        <Select
          {...form.choice("role")}
          options={invitedRoles.map((value) => ({ value, label: roleTexts[value].label }))}
        />
      </Field>
    </FormDialog>
  );
}
