"use client";

import { useQueryClient } from "@tanstack/react-query";
import { supportConnectionQuery } from "@/components/support/queries";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { TextArea } from "@/components/ui/text-area";
import { toast } from "@/components/ui/toast";
import { useEndpointForm } from "@/components/ui/use-endpoint-form";
import { createSupportNoteCall } from "@/lib/api/calls/create-support-note";
import type { SupportConnection } from "@/lib/support/schema";

export function NotesSection({ id, notes }: { id: string; notes: SupportConnection["notes"] }) {
  const client = useQueryClient();
  const form = useEndpointForm(createSupportNoteCall, {
    initial: { text: "" },
    toInput: ({ text }) => ({ id, text }),
    messages: { text: "Enter a note." },
    onSuccess: async (_, reset) => {
      reset({ text: "" });
      toast({ title: "Note added" });
      await client.invalidateQueries({ queryKey: supportConnectionQuery(id).queryKey });
    },
  });
  return (
    <Section title="Notes" description="For colleagues only: the company never sees them." padded>
      <Form
        form={form}
        className="grid gap-3"
        actions={
          <Button type="submit" variant="plain" size="small" busy={form.busy} className="justify-self-start">
            Add note
          </Button>
        }
      >
        <Field label="New note" error={form.errorOf("text")}>
          <TextArea {...form.text("text")} rows={2} />
        </Field>
      </Form>
      {notes.length > 0 && (
        <ul className="mt-4 grid gap-3 border-line border-t pt-4">
          {notes.map((note) => (
            <li key={note.id}>
              <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{note.text}</p>
              <p className="text-ink-soft text-sm">
                {note.authorName ?? "A former colleague"}, <RelativeTime date={note.createdAt} />
              </p>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
