"use client";

import { Button } from "@/components/ui/button";

/** The footer of a section with one form: a note on unsaved changes, and the button. */
export function SaveBar({
  form: { bind, busy, dirty },
  label = "Save",
}: {
  form: { bind: { id: string }; busy: boolean; dirty: boolean };
  label?: string;
}) {
  return (
    <>
      <p role="status" className="mr-auto text-ink-soft text-sm">
        {dirty ? "Unsaved changes" : ""}
      </p>
      <Button type="submit" form={bind.id} busy={busy} disabled={!dirty}>
        {busy ? "Saving…" : label}
      </Button>
    </>
  );
}
