"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { type ConnectionsView, parseView, viewHref } from "@/components/connection-facts/view";
import { readPreferences, type TablePreferences } from "@/components/connections/table/table-preferences";
import { oneQuery } from "@/components/queries/endpoint-query";
import { announce } from "@/components/ui/announcer";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { IconButton } from "@/components/ui/icon-button";
import { TextInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import { useForm } from "@/components/ui/use-form";
import type { SavedViewResource } from "@/lib/accounts/users/schema";
import { deleteViewCall } from "@/lib/api/calls/delete-view";
import { listViewsCall } from "@/lib/api/calls/list-views";
import { saveViewCall } from "@/lib/api/calls/save-view";
import { request } from "@/lib/api/client";

const viewsQuery = oneQuery(listViewsCall, {}, { staleTime: 60_000 });
const maxName = saveViewCall.max?.name;

export type SavedViewsProps = {
  view: ConnectionsView;
  preferences: TablePreferences;
  onChoose: (view: ConnectionsView, preferences: TablePreferences) => void;
};

export function SavedViewsPanel({ view, preferences, onChoose }: SavedViewsProps) {
  return (
    <div className="grid gap-4">
      <ViewList
        onChoose={(chosen) => onChoose(parseView(new URLSearchParams(chosen.query)), readPreferences(chosen))}
      />
      <SaveForm view={view} preferences={preferences} />
    </div>
  );
}

function ViewList({ onChoose }: { onChoose: (view: SavedViewResource) => void }) {
  const views = useQuery(viewsQuery);
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: (name: string) => request(deleteViewCall, { name }),
    onSuccess: (left, name) => {
      client.setQueryData(viewsQuery.queryKey, left);
      announce(`${name} was deleted.`);
    },
    onError: ({ message }) => toast({ tone: "bad", title: "The view was not deleted", text: message }),
  });
  if (views.isPending) return <p className="text-ink-soft text-sm">Loading…</p>;
  if (views.isError) return <p className="text-bad text-sm">{views.error.message}</p>;
  if (views.data.data.length === 0) {
    return <p className="text-ink-soft text-sm">Save the filters, order and columns that you often use.</p>;
  }
  return (
    <ul className="grid max-h-64 overflow-y-auto">
      {views.data.data.map((one) => (
        <li key={one.name} className="flex items-center gap-1">
          <Button variant="plain" className="min-w-0 flex-1 justify-start" onClick={() => onChoose(one)}>
            <span className="truncate">{one.name}</span>
          </Button>
          <IconButton
            label={`Delete the view ${one.name}`}
            icon={Trash2}
            onClick={() => !remove.isPending && remove.mutate(one.name)}
          />
        </li>
      ))}
    </ul>
  );
}

function SaveForm({ view, preferences }: { view: ConnectionsView; preferences: TablePreferences }) {
  const client = useQueryClient();
  const form = useForm(async ({ name = "" }) => {
    const query = new URL(viewHref({ ...view, environment: null }), location.origin).searchParams.toString();
    const columns = preferences.columns && [...preferences.columns];
    const stored = await request(saveViewCall, { name, query, columns, compact: preferences.compact });
    client.setQueryData(viewsQuery.queryKey, stored);
    announce("The view was saved.");
  });
  return (
    <Form
      form={form}
      className="grid gap-3"
      actions={
        <Button type="submit" size="small" className="justify-self-end">
          Save this view
        </Button>
      }
    >
      <Field label="Name" hint="A view of the same name is replaced.">
        <TextInput name="name" maxLength={maxName} required autoComplete="off" />
      </Field>
    </Form>
  );
}
