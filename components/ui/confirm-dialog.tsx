"use client";

import { type FormEvent, type ReactNode, useId, useState } from "react";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";

/**
 * Asks before something that cannot be undone. `onConfirm` may take its time: the dialog shows it, closes when it is
 * done, and shows the message of what it throws. `typed`: the words that must be typed first.
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
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  confirm: string;
  /** The confirming button's text while it works, as "Archiving…". */
  busyText?: string;
  cancel?: string;
  typed?: string;
  harmless?: boolean;
  onConfirm: () => Promise<unknown> | unknown;
  children?: ReactNode;
}) {
  const formId = useId();
  const [ownOpen, setOwnOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [entered, setEntered] = useState("");
  const [mismatch, setMismatch] = useState(false);

  function change(next: boolean) {
    if (busy) return;
    setProblem(null);
    setEntered("");
    setMismatch(false);
    setOwnOpen(next);
    onOpenChange?.(next);
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    if (typed !== undefined && entered.trim() !== typed) return setMismatch(true);
    setBusy(true);
    setProblem(null);
    try {
      await onConfirm();
      setOwnOpen(false);
      onOpenChange?.(false);
      setEntered("");
    } catch (error) {
      setProblem(error instanceof Error ? error.message : "It did not work. Try again.");
    } finally {
      setBusy(false);
    }
  }

  return (
    <AlertDialog
      title={title}
      description={description}
      trigger={trigger}
      open={open ?? ownOpen}
      onOpenChange={change}
      cancel={<Button variant="plain">{cancel}</Button>}
      action={
        <Button type="submit" form={formId} variant={harmless ? "primary" : "danger-solid"} busy={busy}>
          {busy ? (busyText ?? confirm) : confirm}
        </Button>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="grid gap-4 empty:hidden">
        {children}
        {typed !== undefined && (
          <Field
            label={
              <>
                Type <span className="select-all font-mono">{typed}</span> to go on
              </>
            }
            error={mismatch ? "This is not the same. Check the spelling." : null}
          >
            <TextInput
              mono
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              value={entered}
              onChange={(event) => {
                setEntered(event.target.value);
                setMismatch(false);
              }}
            />
          </Field>
        )}
        {problem && (
          <p role="alert" className="text-bad">
            {problem}
          </p>
        )}
      </form>
    </AlertDialog>
  );
}
