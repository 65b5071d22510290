"use client";

import type { ReactNode } from "react";
import { AlertDialogWindow } from "@/components/ui/alert-dialog-window";
import { Button } from "@/components/ui/button";
import { assertConfirmed, ConfirmationField } from "@/components/ui/confirmation-field";
import { Form } from "@/components/ui/form";
import type { TriggerElement } from "@/components/ui/lazy-trigger";
import { useForm } from "@/components/ui/use-form";

export type ConfirmDialogProps = {
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
};

/** The opened part of a ConfirmDialog. */
export function ConfirmWindow({
  title,
  description,
  open,
  onOpenChange,
  confirm,
  busyText,
  cancel = "Cancel",
  typed,
  harmless = false,
  onConfirm,
  children,
}: Omit<ConfirmDialogProps, "trigger" | "open" | "onOpenChange"> & {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const form = useForm(async ({ confirmation = "" }) => {
    assertConfirmed(confirmation, typed);
    await onConfirm();
    onOpenChange(false);
  });

  return (
    <AlertDialogWindow
      title={title}
      description={description}
      open={open}
      onOpenChange={(next) => {
        if (form.busy) return;
        form.clear();
        onOpenChange(next);
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
    </AlertDialogWindow>
  );
}
