"use client";

import { useQuery } from "@tanstack/react-query";
import { AppWindow, BookOpen, Clock, Globe, type LucideIcon, Search } from "lucide-react";
import { useRouter } from "next/navigation";
import * as Dialog from "radix-ui/dialog";
import { useState } from "react";
import { StateBadge } from "@/components/connection-facts/connection-state";
import { searchSpellings } from "@/components/connection-facts/search-spellings";
import { docsSearchQuery } from "@/components/queries/docs-search";
import { applicationChoicesQuery, connectionSearchQuery } from "@/components/queries/queries";
import { useEnvironment } from "@/components/session/environment";
import { readVisits } from "@/components/session/recent-visits";
import { useShellSession } from "@/components/session/shell-session";
import { useSwitchEnvironment } from "@/components/shell/environment-switch";
import { environmentAction, matchesWords, paletteActions } from "@/components/shell/palette-actions";
import { placeGroups } from "@/components/shell/places";
import { boundsOf } from "@/components/ui/bounds-of";
import { dialogClasses, overlayClasses } from "@/components/ui/dialog-classes";
import { Kbd } from "@/components/ui/kbd";
import { ListboxOption, useListbox } from "@/components/ui/listbox";
import { useReturnFocus } from "@/components/ui/return-focus";
import { useDebouncedValue } from "@/components/ui/use-debounced-value";
import { listConnectionsEndpoint } from "@/lib/api/endpoints/connections";
import type { ConnectionState } from "@/lib/connections/machine";

type Entry = { label: string; icon: LucideIcon; hint?: string; state?: ConnectionState } & (
  | { href: string }
  | { run: () => void }
);
type EntryGroup = { label: string; entries: Entry[] };

const typingMs = 120;
/** Of the documentation: it has something about nearly every word. */
const maxDocs = 5;
const minDocsLength = 3;

/** Opens any page, domain, application or document from anywhere, and runs actions, by keyboard. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const returnFocus = useReturnFocus();
  const environment = useEnvironment();
  const [typed, setTyped] = useState("");
  const wanted = typed.trim().toLowerCase();
  const asked = useDebouncedValue(wanted, typingMs);
  const search = useQuery({
    ...connectionSearchQuery(asked, environment),
    enabled: asked !== "",
    placeholderData: (before) => before,
  });
  const spellings = searchSpellings(wanted);
  // The results may be of earlier text: Enter must not open what no longer matches.
  const found = (wanted === "" ? [] : (search.data ?? [])).filter(({ hostname, hostnameUnicode }) =>
    spellings.some((spelling) => hostname.includes(spelling) || hostnameUnicode.includes(spelling)),
  );
  const groups = useGroups(wanted, found);
  const entries = groups.flatMap((group) => group.entries);
  const listbox = useListbox({
    count: entries.length,
    initial: 0,
    onChoose: (index) => {
      const entry = entries[index];
      if (!entry) return;
      onClose();
      if ("href" in entry) router.push(entry.href);
      else entry.run();
    },
  });

  const isBehind = search.isFetching || asked !== wanted;
  const status = isBehind ? "Searching…" : entries.length === 0 ? `No results for “${typed.trim()}”.` : "";
  return (
    <Dialog.Root open onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={overlayClasses} />
        <Dialog.Content
          {...returnFocus}
          aria-describedby={undefined}
          className={`${dialogClasses} overflow-clip max-sm:top-4 max-sm:bottom-auto max-sm:mx-2 max-sm:max-h-[calc(100dvh-2rem)] max-sm:rounded-2xl sm:top-[12dvh] sm:max-w-xl`}
        >
          <Dialog.Title className="sr-only">Search or run a command</Dialog.Title>
          <div className="flex items-center gap-3 border-line border-b px-4">
            <Search aria-hidden className="size-4 shrink-0 text-ink-soft" />
            <input
              {...listbox.field}
              aria-label="Search or run a command"
              placeholder="Search or run a command"
              autoCapitalize="none"
              maxLength={boundsOf(listConnectionsEndpoint.input, "q").max}
              value={typed}
              onChange={(event) => {
                setTyped(event.target.value);
                listbox.setActive(0);
              }}
              className="h-13 min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-ink-soft"
            />
            <Kbd>Esc</Kbd>
          </div>
          <div id={listbox.id} role="listbox" aria-label="Results" className="max-h-96 min-h-0 overflow-y-auto p-2">
            {groups.map((group, groupIndex) => {
              const before = groups.slice(0, groupIndex).reduce((sum, { entries: some }) => sum + some.length, 0);
              return (
                // biome-ignore lint/a11y/useSemanticElements: a group of options is no fieldset
                <div key={group.label} role="group" aria-label={group.label}>
                  <p aria-hidden className="px-2.5 pt-2 pb-1 text-ink-soft text-xs">
                    {group.label}
                  </p>
                  {group.entries.map(({ label, icon: Icon, hint, state, ...target }, index) => (
                    <ListboxOption
                      key={"href" in target ? target.href + label : label}
                      listbox={listbox}
                      index={before + index}
                      selected={before + index === listbox.active}
                      className="control gap-3 rounded-lg"
                    >
                      <Icon aria-hidden className="size-4 shrink-0 text-ink-soft" />
                      <span className="min-w-0 flex-1 truncate">{label}</span>
                      {hint && <span className="max-w-[40%] truncate text-ink-soft text-xs">{hint}</span>}
                      {state && <StateBadge state={state} />}
                    </ListboxOption>
                  ))}
                </div>
              );
            })}
          </div>
          <p role="status" className={status === "" ? "sr-only" : "px-5 pb-4 text-ink-soft text-sm"}>
            {status || (entries.length === 1 ? "1 result" : `${entries.length} results`)}
          </p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function useGroups(
  wanted: string,
  found: readonly { id: string; hostnameUnicode: string; state: ConnectionState }[],
): EntryGroup[] {
  const session = useShellSession();
  const environment = useEnvironment();
  const switchEnvironment = useSwitchEnvironment();
  const [visits] = useState(() => readVisits(session.tenant.id));
  const places = placeGroups(session).flatMap((group) => group.places);
  const { data: applications } = useQuery(applicationChoicesQuery(environment));
  const { data: searchDocs } = useQuery({ ...docsSearchQuery, enabled: wanted.length >= minDocsLength });
  const docs = wanted.length >= minDocsLength && searchDocs ? searchDocs(wanted).slice(0, maxDocs) : [];
  const groups: EntryGroup[] = [
    {
      label: "Domains",
      entries: found.map(({ id, hostnameUnicode, state }) => ({
        href: `/connections/${id}`,
        label: hostnameUnicode,
        icon: Globe,
        state,
      })),
    },
    { label: "Recent", entries: wanted === "" ? visits.map((visit) => ({ ...visit, icon: Clock })) : [] },
    { label: "Pages", entries: places.filter(({ label }) => label.toLowerCase().includes(wanted)) },
    {
      label: "Actions",
      entries: [
        ...paletteActions(applications?.[0]?.id ?? null),
        environmentAction(environment, switchEnvironment),
      ].filter(({ label, words }) => wanted !== "" && matchesWords(wanted, label, words)),
    },
    {
      label: "Applications",
      entries: (applications ?? [])
        .filter(({ name }) => wanted !== "" && matchesWords(wanted, name))
        .map(({ id, name, environment }) => ({
          href: `/applications/${id}`,
          label: name,
          icon: AppWindow,
          hint: environment,
        })),
    },
    {
      label: "Documentation",
      entries: docs.map(({ href, title, page }) => ({ href, label: title, icon: BookOpen, hint: page })),
    },
  ];
  return groups.filter(({ entries }) => entries.length > 0);
}
