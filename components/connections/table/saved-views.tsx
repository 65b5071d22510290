"use client";

import { Bookmark } from "lucide-react";
import { lazy, useState } from "react";
import type { SavedViewsProps } from "@/components/connections/table/saved-views-panel";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";

const load = () => import("@/components/connections/table/saved-views-panel");
const SavedViewsPanel = lazy(() => load().then((file) => ({ default: file.SavedViewsPanel })));

/** A person's own views: filters, order, columns and density under a name, in every browser that they sign in with. */
export function SavedViews({ onChoose, ...shown }: SavedViewsProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label="Saved views"
      open={open}
      onOpenChange={setOpen}
      load={load}
      trigger={
        <Button variant="plain" className="max-sm:flex-1">
          <Bookmark aria-hidden className="size-4 max-sm:hidden" />
          Views
        </Button>
      }
    >
      <SavedViewsPanel
        {...shown}
        onChoose={(view, preferences) => {
          setOpen(false);
          onChoose(view, preferences);
        }}
      />
    </Popover>
  );
}
