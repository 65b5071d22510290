"use client";

import { Layers } from "lucide-react";
import { lazy, useState } from "react";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";

const load = () => import("@/components/connections/table/batch-form");
const BatchForm = lazy(() => load().then((file) => ({ default: file.BatchForm })));

export function BatchFilter({ onChoose }: { onChoose: (batchId: string) => void }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label="Filter by batch"
      open={open}
      onOpenChange={setOpen}
      load={load}
      trigger={
        <Button variant="plain" className="max-sm:flex-1">
          <Layers aria-hidden className="size-4" />
          Batch
        </Button>
      }
    >
      <BatchForm
        onChoose={(batchId) => {
          setOpen(false);
          onChoose(batchId);
        }}
      />
    </Popover>
  );
}
