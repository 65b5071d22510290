"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Send } from "lucide-react";
import { shareLinksQuery } from "@/components/diagnosis/diagnosis-queries";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { TextArea } from "@/components/ui/text-area";
import { TextInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import { useEndpointForm } from "@/components/ui/use-endpoint-form";
import { sendInstructionsCall } from "@/lib/api/calls/send-instructions";

/** Has us mail the instructions, with a share link of their own, in the company's name. */
export function SendInstructions({ connectionId }: { connectionId: string }) {
  const client = useQueryClient();
  const form = useEndpointForm(sendInstructionsCall, {
    initial: { to: "", note: "" },
    toInput: ({ to, note }) => ({ id: connectionId, to: to.trim(), ...(note.trim() === "" ? {} : { note }) }),
    onSuccess: async (link, reset) => {
      reset({ to: "", note: "" });
      toast({ title: `Instructions sent to ${link.mailedTo}` });
      await client.invalidateQueries({ queryKey: shareLinksQuery(connectionId).queryKey });
    },
  });
  return (
    <Form
      form={form}
      className="grid gap-3"
      actions={
        <Button type="submit" variant="plain" busy={form.busy} className="justify-self-start">
          <Send aria-hidden className="size-4" />
          {form.busy ? "Sending…" : "Send it for me"}
        </Button>
      }
    >
      <Field
        label="Email of the person who manages the DNS"
        hint="We mail the instructions with your name and logo. Replies go to you."
        error={form.errorOf("to")}
      >
        <TextInput {...form.text("to")} type="email" autoComplete="off" spellCheck={false} />
      </Field>
      <Field label="Note" optional error={form.errorOf("note")}>
        <TextArea {...form.text("note")} rows={2} />
      </Field>
    </Form>
  );
}
