"use client";

import { useEffect, useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { openedBy, useRouter } from "@/components/ui/pending-navigation";

/** While `dirty`, asks before a link is followed or the tab is closed. */
export function UnsavedGuard({ dirty, what }: { dirty: boolean; what: string }) {
  const router = useRouter();
  const [wanted, setWanted] = useState<string | null>(null);

  useEffect(() => {
    if (!dirty) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    // Runs before Next's links, which ignore a prevented click.
    const onClick = (event: MouseEvent) => {
      const href = leadsAway(event);
      if (href === null) return;
      event.preventDefault();
      event.stopPropagation();
      setWanted(href);
    };
    window.addEventListener("beforeunload", onUnload);
    document.addEventListener("click", onClick, { capture: true });
    return () => {
      window.removeEventListener("beforeunload", onUnload);
      document.removeEventListener("click", onClick, { capture: true });
    };
  }, [dirty]);

  return (
    <ConfirmDialog
      open={wanted !== null}
      onOpenChange={(open) => !open && setWanted(null)}
      title="Leave without saving?"
      description={`You have unsaved changes in ${what}.`}
      cancel="Stay"
      confirm="Leave"
      onConfirm={() => {
        if (wanted !== null) router.push(wanted);
      }}
    />
  );
}

/** The path of another page of this site that a click opens in this tab, or null. */
function leadsAway(event: MouseEvent): string | null {
  const href = openedBy(event);
  return href === null || new URL(href, location.href).pathname === location.pathname ? null : href;
}
