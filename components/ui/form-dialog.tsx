"use client";

import { type ReactNode, useLayoutEffect } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import type { DialogProps } from "@/components/ui/dialog-window";
import { Form } from "@/components/ui/form";
import type { useForm } from "@/components/ui/use-form";

/** A dialog with one form, Cancel and Submit. The form is reset each time it opens. */
export function FormDialog({
  form,
  open,
  onOpenChange,
  submit,
  submitting,
  children,
  ...rest
}: Omit<DialogProps, "footer" | "open" | "onOpenChange"> & {
  form: Pick<ReturnType<typeof useForm>, "bind" | "problem" | "problemCount" | "busy"> & { reset: () => void };
  open: boolean;
  onOpenChange: (open: boolean) => void;
  submit: ReactNode;
  /** The button's text while busy, such as "Creating…". */
  submitting: string;
}) {
  const { reset } = form;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `reset` is another function each time
  useLayoutEffect(() => {
    if (open) reset();
  }, [open]);
  return (
    <Dialog
      {...rest}
      open={open}
      onOpenChange={onOpenChange}
      footer={
        <>
          <DialogClose>
            <Button variant="plain">Cancel</Button>
          </DialogClose>
          <Button type="submit" form={form.bind.id} busy={form.busy}>
            {form.busy ? submitting : submit}
          </Button>
        </>
      }
    >
      <Form form={form}>{children}</Form>
    </Dialog>
  );
}
