"use client";

import { Archive, RefreshCw } from "lucide-react";
import { Button } from "@/components/ui/button";

export type BulkKind = "verify" | "archive";

/** The buttons of the bulk bar. */
export function BulkButtons({ onChoose }: { onChoose: (kind: BulkKind) => void }) {
  return (
    <>
      <Button variant="plain" size="small" onClick={() => onChoose("verify")}>
        <RefreshCw aria-hidden className="size-4 max-sm:hidden" />
        Check now
      </Button>
      <Button variant="danger" size="small" onClick={() => onChoose("archive")}>
        <Archive aria-hidden className="size-4 max-sm:hidden" />
        Archive
      </Button>
    </>
  );
}
