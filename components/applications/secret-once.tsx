"use client";

import { KeyRound } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Command } from "@/components/ui/command";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";

/** Shows a secret once. The dialog closes only after a confirmation that it is stored. */
export function SecretOnce({
  title,
  secret,
  name,
  storedLabel,
  onStored,
  children,
}: {
  title: string;
  secret: string;
  /** Completes "Copy …" and "This is the only time we show …". */
  name: string;
  storedLabel: string;
  onStored: () => void;
  /** What to do with it. */
  children?: ReactNode;
}) {
  const reminderId = useId();
  const [stored, setStored] = useState(false);
  const [reminded, setReminded] = useState(false);

  function close() {
    if (stored) onStored();
    else setReminded(true);
  }

  return (
    <Dialog open onOpenChange={(open) => !open && close()} title={title} footer={<Button onClick={close}>Done</Button>}>
      <div className="grid gap-4">
        <Notice tone="waiting" icon={KeyRound}>
          This is the only time we show {name}. Store it now: you cannot see it again.
        </Notice>
        <Command text={secret} label={name} />
        {children}
        <div className="border-line border-t pt-2">
          <Checkbox
            label={storedLabel}
            checked={stored}
            aria-describedby={reminded ? reminderId : undefined}
            onChange={(event) => {
              setStored(event.target.checked);
              setReminded(false);
            }}
          />
          <p id={reminderId} role="status" className="min-h-6 text-bad text-sm">
            {reminded && "Store it first, then check the box above."}
          </p>
        </div>
      </div>
    </Dialog>
  );
}
