"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { actionText, capitalized } from "@/components/audit/audit-text";
import { type AuditView, auditSearch, everyEntry } from "@/components/audit/audit-view";
import { memberNamesQuery } from "@/components/queries/queries";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { SearchBox } from "@/components/ui/search-box";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { listAuditLogCall } from "@/lib/api/calls/list-audit-log";
import { type ActorKind, actorKinds, auditActions } from "@/lib/platform/audit/catalog";

const all = "all";

const kindLabels: Record<ActorKind, string> = {
  user: "All members",
  staff: "Latchkey support",
  key: "All API keys",
  widget: "All widgets",
  link: "Share links",
  worker: "Latchkey",
  admin: "The operator",
  sandbox: "The sandbox",
};

const actionOptions = [
  { value: all, label: "Everything" },
  ...auditActions.map((value) => ({ value: value as string, label: capitalized(actionText(value)) })),
];

export function AuditFilters({ view, onView }: { view: AuditView; onView: (view: AuditView) => void }) {
  return (
    <search aria-label="Filter the audit log" className="flex flex-wrap items-end gap-3">
      <div className="min-w-0 max-sm:basis-full sm:w-64">
        <SearchBox
          label="Search by id"
          placeholder="Id of a request or object"
          value={view.q ?? ""}
          maxLength={listAuditLogCall.max?.q}
          onSearch={(q) => onView({ ...view, q: q || null })}
        />
      </div>
      <Field label="What happened" className="w-72 max-sm:w-full">
        <Select
          options={actionOptions}
          value={view.action ?? all}
          onValueChange={(value) =>
            onView({ ...view, action: auditActions.find((action) => action === value) ?? null })
          }
        />
      </Field>
      <ActorFilter view={view} onView={onView} />
      <Field label="From (UTC)" className="w-40 max-sm:flex-1">
        <TextInput
          type="date"
          value={view.from ?? ""}
          {...(view.to && { max: view.to })}
          onChange={({ target }) => onView({ ...view, from: target.value || null })}
        />
      </Field>
      <Field label="To (UTC)" className="w-40 max-sm:flex-1">
        <TextInput
          type="date"
          value={view.to ?? ""}
          {...(view.from && { min: view.from })}
          onChange={({ target }) => onView({ ...view, to: target.value || null })}
        />
      </Field>
      {auditSearch(view) !== "" && (
        <Button variant="quiet" onClick={() => onView(everyEntry)}>
          <X aria-hidden className="size-4" />
          Clear
        </Button>
      )}
    </search>
  );
}

function ActorFilter({ view, onView }: { view: AuditView; onView: (view: AuditView) => void }) {
  const { data: members = [] } = useQuery(memberNamesQuery);
  const people = members.map(({ userId, name, email }) => ({
    value: `user:${userId}`,
    label: name === "" ? email : `${name} (${email})`,
  }));
  const isGone = view.actor !== null && !people.some(({ value }) => value === view.actor);
  return (
    <Field label="Who" className="w-60 max-sm:w-full">
      <Select
        options={[
          { value: all, label: "Everybody" },
          ...people,
          ...(isGone && view.actor ? [{ value: view.actor, label: "One other" }] : []),
          ...actorKinds.map((kind) => ({ value: kind as string, label: kindLabels[kind] })),
        ]}
        value={view.actor ?? view.actorKind ?? all}
        onValueChange={(value) => {
          const actorKind = actorKinds.find((kind) => kind === value) ?? null;
          onView({ ...view, actorKind, actor: value === all || actorKind !== null ? null : value });
        }}
      />
    </Field>
  );
}
