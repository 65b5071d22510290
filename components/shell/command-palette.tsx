"use client";

import { useQuery } from "@tanstack/react-query";
import { Clock, Globe, type LucideIcon, Search } from "lucide-react";
import { useRouter } from "next/navigation";
import * as Dialog from "radix-ui/dialog";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { StateBadge } from "@/components/connection-facts/connection-state";
import { connectionSearchQuery } from "@/components/queries/queries";
import { readVisits } from "@/components/session/recent-visits";
import { useShellSession } from "@/components/session/shell-session";
import { placeGroups } from "@/components/shell/places";
import { boundsOf } from "@/components/ui/bounds-of";
import { dialogClasses, overlayClasses } from "@/components/ui/dialog-classes";
import { Kbd } from "@/components/ui/kbd";
import { nextOption } from "@/components/ui/listbox-keys";
import { useReturnFocus } from "@/components/ui/return-focus";
import { useDebouncedValue } from "@/components/ui/use-debounced-value";
import { listConnectionsEndpoint } from "@/lib/api/endpoints/connections";
import type { ConnectionState } from "@/lib/connections/machine";

type Entry = { href: string; label: string; icon: LucideIcon; state?: ConnectionState };
type EntryGroup = { label: string; entries: Entry[] };

const settleMs = 120;

/** From anywhere to any page and any hostname, without a mouse. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const listId = useId();
  const returnFocus = useReturnFocus();
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const wanted = typed.trim().toLowerCase();
  const asked = useDebouncedValue(wanted, settleMs);
  const search = useQuery({
    ...connectionSearchQuery(asked),
    enabled: asked !== "",
    placeholderData: (before) => before,
  });
  // The answer is about what was typed a moment ago: Enter must not open what does not match what stands there now.
  const found = (wanted === "" ? [] : (search.data ?? [])).filter(({ hostname, hostnameUnicode }) =>
    [hostname, hostnameUnicode].some((name) => name.includes(wanted)),
  );
  const groups = useGroups(wanted, found);
  const entries = groups.flatMap((group) => group.entries);
  const current = Math.min(active, entries.length - 1);

  useEffect(() => {
    document.getElementById(`${listId}-${current}`)?.scrollIntoView({ block: "nearest" });
  }, [listId, current]);

  function open(entry: Entry | undefined) {
    if (!entry) return;
    onClose();
    router.push(entry.href);
  }

  function onKeyDown(event: KeyboardEvent) {
    const next = nextOption(event.key, current, entries.length);
    if (next !== undefined) {
      event.preventDefault();
      setActive(next);
    } else if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      open(entries[current]);
    }
  }

  const isBehind = search.isFetching || asked !== wanted;
  const status = isBehind ? "Searching…" : entries.length === 0 ? `Nothing is called “${typed.trim()}”.` : "";
  return (
    <Dialog.Root open onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={overlayClasses} />
        <Dialog.Content
          {...returnFocus}
          aria-describedby={undefined}
          className={`${dialogClasses} overflow-clip max-sm:top-4 max-sm:bottom-auto max-sm:mx-2 max-sm:max-h-[calc(100dvh-2rem)] max-sm:rounded-2xl sm:top-[12dvh] sm:max-w-xl`}
        >
          <Dialog.Title className="sr-only">Search hostnames and pages</Dialog.Title>
          <div className="flex items-center gap-3 border-line border-b px-4">
            <Search aria-hidden className="size-4 shrink-0 text-ink-soft" />
            <input
              role="combobox"
              aria-label="Search hostnames and pages"
              aria-expanded
              aria-controls={listId}
              aria-autocomplete="list"
              aria-activedescendant={current >= 0 ? `${listId}-${current}` : undefined}
              placeholder="Search hostnames and pages"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={boundsOf(listConnectionsEndpoint.input, "q").max}
              value={typed}
              onChange={(event) => {
                setTyped(event.target.value);
                setActive(0);
              }}
              onKeyDown={onKeyDown}
              className="h-13 min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-ink-soft"
            />
            <Kbd>Esc</Kbd>
          </div>
          <div id={listId} role="listbox" aria-label="Results" className="max-h-96 min-h-0 overflow-y-auto p-2">
            {groups.map((group, groupIndex) => {
              const before = groups.slice(0, groupIndex).reduce((sum, { entries: some }) => sum + some.length, 0);
              return (
                // biome-ignore lint/a11y/useSemanticElements: a group of options is no fieldset
                <div key={group.label} role="group" aria-label={group.label}>
                  <p aria-hidden className="px-2.5 pt-2 pb-1 text-ink-soft text-xs">
                    {group.label}
                  </p>
                  {group.entries.map((entry, index) => (
                    <Option
                      key={entry.href}
                      id={`${listId}-${before + index}`}
                      entry={entry}
                      active={before + index === current}
                      onPoint={() => setActive(before + index)}
                      onOpen={() => open(entry)}
                    />
                  ))}
                </div>
              );
            })}
          </div>
          <p role="status" className={status === "" ? "sr-only" : "px-5 pb-4 text-ink-soft text-sm"}>
            {status || `${entries.length} results`}
          </p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Option(props: { id: string; entry: Entry; active: boolean; onPoint: () => void; onOpen: () => void }) {
  const { id, entry, active, onPoint, onOpen } = props;
  const Icon = entry.icon;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and takes the keys
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      onPointerMove={onPoint}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onOpen}
      className={`control flex cursor-pointer items-center gap-3 rounded-lg px-2.5 ${active ? "bg-quiet-soft" : ""}`}
    >
      <Icon aria-hidden className="size-4 shrink-0 text-ink-soft" />
      <span className="min-w-0 flex-1 truncate">{entry.label}</span>
      {entry.state && <StateBadge state={entry.state} />}
    </div>
  );
}

function useGroups(
  wanted: string,
  found: readonly { id: string; hostnameUnicode: string; state: ConnectionState }[],
): EntryGroup[] {
  const session = useShellSession();
  const [visits] = useState(() => readVisits(session.tenant.id));
  const places = placeGroups(session).flatMap((group) => group.places);
  const groups: EntryGroup[] = [
    {
      label: "Connections",
      entries: found.map(({ id, hostnameUnicode, state }) => ({
        href: `/connections/${id}`,
        label: hostnameUnicode,
        icon: Globe,
        state,
      })),
    },
    { label: "Recent", entries: wanted === "" ? visits.map((visit) => ({ ...visit, icon: Clock })) : [] },
    { label: "Pages", entries: places.filter(({ label }) => label.toLowerCase().includes(wanted)) },
  ];
  return groups.filter(({ entries }) => entries.length > 0);
}
