"use client";

import { useQuery } from "@tanstack/react-query";
import { AppWindow, BookOpen, Clock, Globe, type LucideIcon, ScrollText, Search, Send, UserRound } from "lucide-react";
import * as Dialog from "radix-ui/dialog";
import { useState } from "react";
import { StateBadge } from "@/components/connection-facts/connection-state";
import { matchesHostname, searchOf } from "@/components/connection-facts/search-of";
import { docsSearchQuery } from "@/components/queries/docs-search";
import {
  applicationChoicesQuery,
  connectionSearchQuery,
  deliverySearchQuery,
  memberNamesQuery,
} from "@/components/queries/queries";
import { useEnvironment } from "@/components/session/environment";
import { readVisits } from "@/components/session/recent-visits";
import { useShellSession } from "@/components/session/shell-session";
import { useSwitchEnvironment } from "@/components/shell/environment-switch";
import { environmentAction, matchesWords, paletteActions } from "@/components/shell/palette-actions";
import { placeGroups } from "@/components/shell/places";
import { dialogClasses, overlayClasses } from "@/components/ui/dialog-classes";
import { Kbd } from "@/components/ui/kbd";
import { ListboxOption, useListbox } from "@/components/ui/listbox";
import { useRouter } from "@/components/ui/pending-navigation";
import { useReturnFocus } from "@/components/ui/return-focus";
import { useDebouncedValue } from "@/components/ui/use-debounced-value";
import { listConnectionsCall } from "@/lib/api/calls/list-connections";
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
/** Shorter texts are in nearly every hostname: their deliveries say nothing. */
const minDeliveriesLength = 4;

/** Opens any page, domain, delivery, application, member or document from anywhere, and runs actions, by keyboard. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const returnFocus = useReturnFocus();
  const [typed, setTyped] = useState("");
  const wanted = typed.trim().toLowerCase();
  const { found, deliveries, isBehind } = useServerSearch(wanted);
  const groups = useGroups({ wanted, found, deliveries, isBehind });
  const entries = groups.flatMap((group) => group.entries);
  const listbox = useListbox({
    count: entries.length,
    keys: entries.map(keyOf),
    initial: 0,
    onChoose: (index) => {
      const entry = entries[index];
      if (!entry) return;
      onClose();
      if ("href" in entry) router.push(entry.href);
      else entry.run();
    },
  });

  const status = isBehind
    ? "Searching…"
    : entries.length === 0
      ? `No results for “${typed.trim()}”.`
      : entries.length === 1
        ? "1 result"
        : `${entries.length} results`;
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
              maxLength={listConnectionsCall.max?.q}
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
                      key={keyOf({ label, icon: Icon, ...target })}
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
          <p role="status" className="truncate border-line border-t px-5 py-2 text-ink-soft text-sm">
            {status}
          </p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function keyOf(entry: Entry): string {
  return "href" in entry ? `${entry.href} ${entry.label}` : entry.label;
}

type FoundConnection = { id: string; hostname: string; hostnameUnicode: string; state: ConnectionState };
type FoundDelivery = {
  id: string;
  type: string;
  hostname: string | null;
  messageId: string;
  connectionId: string | null;
};

/**
 * What the server has for the text. While its answer is on the way, that of the text before stays as far as it still
 * matches: Enter must not open what no longer does.
 */
function useServerSearch(wanted: string) {
  const { role } = useShellSession();
  const asked = useDebouncedValue(wanted, typingMs);
  const search = searchOf(wanted);
  const shown = useEnvironment();
  // An id is found wherever it is.
  const environment = searchOf(asked).id === null ? shown : null;
  const mayReadDeliveries = role !== "member";
  const hostnames = useQuery({
    ...connectionSearchQuery(asked, environment),
    enabled: asked !== "",
    placeholderData: (before) => before,
  });
  const messages = useQuery({
    ...deliverySearchQuery(asked, environment),
    enabled: mayReadDeliveries && asked.length >= minDeliveriesLength,
    placeholderData: (before) => before,
  });
  const found = ((wanted !== "" && hostnames.data) || [])
    .filter(
      (one) =>
        one.id === search.id || (search.id !== null && search.id === one.applicationId) || matchesHostname(search, one),
    )
    .toSorted((one, other) => rankOf(one, search) - rankOf(other, search));
  const deliveries = ((wanted.length >= minDeliveriesLength && messages.data) || []).filter(
    ({ id, messageId, endpointId, connectionId, hostname }) =>
      (search.id !== null && [id, messageId, endpointId, connectionId].includes(search.id)) ||
      (hostname !== null && matchesHostname(search, { hostname, hostnameUnicode: hostname })),
  );
  return { found, deliveries, isBehind: hostnames.isFetching || messages.isFetching || asked !== wanted };
}

/** The searched name first, then those that begin with it. */
function rankOf({ hostname, hostnameUnicode }: FoundConnection, search: ReturnType<typeof searchOf>): number {
  if (hostname === search.hostname) return 0;
  return hostname.startsWith(search.hostname) || hostnameUnicode.startsWith(search.unicode) ? 1 : 2;
}

/**
 * In one order: what this browser knows, then what the server finds, which is added below. Documents come last, once
 * nothing can be put in front of them any more.
 */
function useGroups({
  wanted,
  found,
  deliveries,
  isBehind,
}: {
  wanted: string;
  found: readonly FoundConnection[];
  deliveries: readonly FoundDelivery[];
  isBehind: boolean;
}): EntryGroup[] {
  const session = useShellSession();
  const environment = useEnvironment();
  const switchEnvironment = useSwitchEnvironment();
  const [visits] = useState(() => readVisits(session.tenant.id));
  const places = placeGroups(session).flatMap((group) => group.places);
  const { data: applications } = useQuery(applicationChoicesQuery(environment));
  const { data: members } = useQuery({ ...memberNamesQuery, enabled: session.role !== "member" && wanted !== "" });
  const { id, email } = searchOf(wanted);
  const isWords = id === null && email === null && wanted.length >= minDocsLength;
  const { data: searchDocs } = useQuery({ ...docsSearchQuery, enabled: isWords });
  const docs = isWords && !isBehind && searchDocs ? searchDocs(wanted).slice(0, maxDocs) : [];
  const ifTyped = <T,>(list: readonly T[] | undefined): readonly T[] => (wanted === "" ? [] : (list ?? []));
  const groups: EntryGroup[] = [
    { label: "Recent", entries: wanted === "" ? visits.map((visit) => ({ ...visit, icon: Clock })) : [] },
    { label: "Pages", entries: places.filter(({ label }) => label.toLowerCase().includes(wanted)) },
    {
      label: "Actions",
      entries: ifTyped([
        ...paletteActions(applications?.[0]?.id ?? null),
        environmentAction(environment, switchEnvironment),
      ]).filter(({ label, words }) => matchesWords(wanted, label, words)),
    },
    {
      label: "Applications",
      entries: ifTyped(applications)
        .filter((application) => application.id === id || matchesWords(wanted, application.name))
        .map((application) => ({
          href: `/applications/${application.id}`,
          label: application.name,
          icon: AppWindow,
          hint: application.environment,
        })),
    },
    {
      label: "Members",
      entries: ifTyped(members)
        .filter((member) => member.email === email || matchesWords(wanted, member.name, member.email))
        .map((member) => ({
          href: "/team",
          label: member.name === "" ? member.email : `${member.name} (${member.email})`,
          icon: UserRound,
          hint: member.role,
        })),
    },
    {
      label: "Domains",
      entries: found.map((connection) => ({
        href: `/connections/${connection.id}`,
        label: connection.hostnameUnicode,
        icon: Globe,
        state: connection.state,
      })),
    },
    {
      label: "Webhook deliveries",
      entries: deliveries.map((delivery) => ({
        href: `/webhooks/deliveries/${delivery.id}`,
        label: delivery.hostname === null ? delivery.type : `${delivery.type} ${delivery.hostname}`,
        icon: Send,
      })),
    },
    {
      label: "Audit log",
      entries:
        id === null || session.role === "member"
          ? []
          : [{ href: `/audit-log?q=${id}`, label: "Entries with this id", icon: ScrollText }],
    },
    {
      label: "Documentation",
      entries: docs.map(({ href, title, page }) => ({ href, label: title, icon: BookOpen, hint: page })),
    },
  ];
  return groups.filter(({ entries }) => entries.length > 0);
}
