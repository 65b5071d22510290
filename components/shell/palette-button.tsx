"use client";

import { Search } from "lucide-react";
import { openPalette } from "@/components/shell/overlays";
import { Kbd } from "@/components/ui/kbd";

export function PaletteButton() {
  return (
    <button
      type="button"
      onClick={openPalette}
      aria-keyshortcuts="Control+K Meta+K"
      className="control-small flex items-center gap-2.5 rounded-lg border border-line bg-card px-2.5 text-left text-ink-soft text-sm hover:border-line-strong hover:text-ink"
    >
      <Search aria-hidden className="size-4 shrink-0" />
      <span className="flex-1">Search</span>
      <span aria-hidden className="flex gap-0.5">
        <Kbd>Ctrl</Kbd>
        <Kbd>K</Kbd>
      </span>
    </button>
  );
}
