"use client";

import { type ReactNode, useState } from "react";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { assertConfirmed, ConfirmationField } from "@/components/ui/confirmation-field";
import { Form } from "@/components/ui/form";
import type { TriggerElement } from "@/components/ui/lazy-trigger";
import { useForm } from "@/components/ui/use-form";

/**
 * Asks before something that cannot be undone. The dialog is busy during `onConfirm`, closes when it is done, and shows
 * the message of what it throws. `typed`: the words to type first.
 */
export function ConfirmDialog({
  title,
  description,
  trigger,
  open,
  onOpenChange,
  confirm,
  busyText,
  cancel = "Cancel",
  typed,
  harmless = false,
  onConfirm,
  children,
}: {
  title: ReactNode;
  description: ReactNode;
  trigger?: TriggerElement | undefined;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  confirm: string;
  /** The button's text while busy, such as "Archiving…". */
  busyText?: string;
  cancel?: string;
  typed?: string;
  harmless?: boolean;
  onConfirm: () => Promise<unknown> | unknown;
  children?: ReactNode;
}) {
  const [ownOpen, setOwnOpen] = useState(false);
  const form = useForm(async ({ confirmation = "" }) => {
    assertConfirmed(confirmation, typed);
    await onConfirm();
    setOpen(false);
  });

  function setOpen(next: boolean) {
    setOwnOpen(next);
    onOpenChange?.(next);
  }

  return (
    <AlertDialog
      title={title}
      description={description}
      trigger={trigger}
      open={open ?? ownOpen}
      onOpenChange={(next) => {
        if (form.busy) return;
        form.clear();
        setOpen(next);
      }}
      cancel={<Button variant="plain">{cancel}</Button>}
      action={
        <Button type="submit" form={form.bind.id} variant={harmless ? "primary" : "danger-solid"} busy={form.busy}>
          {form.busy ? (busyText ?? confirm) : confirm}
        </Button>
      }
    >
      <Form form={form} className="grid gap-4 empty:hidden">
        {children}
        {typed !== undefined && <ConfirmationField word={typed} form={form} />}
      </Form>
    </AlertDialog>
  );
}
