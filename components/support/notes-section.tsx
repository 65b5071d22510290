"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { supportConnectionQuery } from "@/components/support/queries";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { TextArea } from "@/components/ui/text-area";
import { toast } from "@/components/ui/toast";
import { request } from "@/lib/api/client";
import { createSupportNoteEndpoint } from "@/lib/api/endpoints/support";
import type { SupportConnection } from "@/lib/support/schema";

export function NotesSection({ id, notes }: { id: string; notes: SupportConnection["notes"] }) {
  const client = useQueryClient();
  const [text, setText] = useState("");
  const add = useMutation({
    mutationFn: () => request(createSupportNoteEndpoint, { id, text: text.trim() }),
    onSuccess: async () => {
      setText("");
      toast({ title: "Note added" });
      await client.invalidateQueries({ queryKey: supportConnectionQuery(id).queryKey });
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim() !== "" && !add.isPending) add.mutate();
  }
  return (
    <Section title="Notes" description="For colleagues only: the company never sees them." padded>
      <form onSubmit={submit} className="grid gap-3">
        <Field label="New note" error={add.error?.message}>
          <TextArea value={text} maxLength={4_000} rows={2} onChange={(event) => setText(event.target.value)} />
        </Field>
        <Button type="submit" variant="plain" size="small" busy={add.isPending} className="justify-self-start">
          Add note
        </Button>
      </form>
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
