"use client";

import { type ReactNode, useState } from "react";
import { useShellSession } from "@/components/session/shell-session";
import { placeGroups } from "@/components/shell/places";
import { readSingleKeys, writeSingleKeys } from "@/components/shell/shortcuts";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { Switch } from "@/components/ui/switch";

export function ShortcutsHelp({ onClose }: { onClose: () => void }) {
  const session = useShellSession();
  const [singleKeys, setSingleKeys] = useState(readSingleKeys);
  const places = placeGroups(session).flatMap((group) => group.places);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Keyboard shortcuts" width="small">
      <dl className="grid">
        <Shortcut name="Search or run a command">
          <Kbd>Ctrl</Kbd> <Kbd>K</Kbd> or <Kbd>⌘</Kbd> <Kbd>K</Kbd>
        </Shortcut>
        <Shortcut name="Search on this page">
          <Kbd>/</Kbd>
        </Shortcut>
        <Shortcut name="Create, on a page with a list">
          <Kbd>N</Kbd>
        </Shortcut>
        <Shortcut name="Move through the rows, and select one">
          <Kbd>J</Kbd> <Kbd>K</Kbd> and <Kbd>X</Kbd>
        </Shortcut>
        <Shortcut name="Switch between live and test data">
          <Kbd>E</Kbd>
        </Shortcut>
        <Shortcut name="Show these shortcuts">
          <Kbd>?</Kbd>
        </Shortcut>
        <Shortcut name="Select a range of rows">
          <Kbd>Shift</Kbd> and click
        </Shortcut>
        {places
          .filter(({ goKey }) => goKey)
          .map(({ href, label, goKey }) => (
            <Shortcut key={href} name={`Go to ${label}`}>
              <Kbd>G</Kbd> then <Kbd>{goKey?.toUpperCase()}</Kbd>
            </Shortcut>
          ))}
      </dl>
      <div className="mt-4 border-line border-t pt-3">
        <Switch
          label="Single-key shortcuts"
          hint="Turn them off if you press keys by mistake or use speech input."
          checked={singleKeys}
          onChange={(event) => {
            setSingleKeys(event.target.checked);
            writeSingleKeys(event.target.checked);
          }}
        />
      </div>
    </Dialog>
  );
}

function Shortcut({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex items-center justify-between gap-4 py-1.5 text-sm">
      <dt>{name}</dt>
      <dd className="text-ink-soft">{children}</dd>
    </div>
  );
}
