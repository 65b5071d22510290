"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useState } from "react";
import { connectionQuery, connectionSearchQuery } from "@/components/queries/queries";
import { useEnvironment } from "@/components/session/environment";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { SearchBox } from "@/components/ui/search-box";
import { Select } from "@/components/ui/select";
import { useDebouncedValue } from "@/components/ui/use-debounced-value";
import { type DeliveriesView, deliveryTypes, everyDelivery } from "@/components/webhooks/deliveries-view";
import { deliveryStatusLabel } from "@/components/webhooks/delivery-status";
import { endpointsQuery } from "@/components/webhooks/queries";
import { listWebhookDeliveriesCall } from "@/lib/api/calls/list-webhook-deliveries";
import { deliveryStatuses } from "@/lib/webhooks/catalog";

const typingMs = 250;
const any = "any";

const statusOptions = [
  { value: any, label: "All statuses" },
  ...deliveryStatuses.map((status) => ({ value: status as string, label: deliveryStatusLabel(status) })),
];
const typeOptions = [
  { value: any, label: "All events" },
  ...deliveryTypes.map((type) => ({ value: type as string, label: type as string })),
];

/** `fixedEndpoint`: the page is about one endpoint, so there is no filter for it. */
export function DeliveriesFilters({
  view,
  fixedEndpoint,
  onView,
}: {
  view: DeliveriesView;
  fixedEndpoint: boolean;
  onView: (view: DeliveriesView) => void;
}) {
  const filtered =
    view.status !== null ||
    view.type !== null ||
    view.connectionId !== null ||
    view.q !== null ||
    (!fixedEndpoint && view.endpointId !== null);
  return (
    <search aria-label="Filter deliveries" className="flex flex-wrap items-end gap-3">
      <div className="min-w-0 max-sm:basis-full sm:w-72">
        <SearchBox
          label="Search by id or hostname"
          value={view.q ?? ""}
          maxLength={listWebhookDeliveriesCall.max?.q}
          onSearch={(q) => onView({ ...view, q: q || null })}
        />
      </div>
      <Field label="Status" hideLabel className="w-40 max-sm:flex-1">
        <Select
          options={statusOptions}
          value={view.status ?? any}
          onValueChange={(status) =>
            onView({ ...view, status: deliveryStatuses.find((one) => one === status) ?? null })
          }
        />
      </Field>
      <Field label="Event" hideLabel className="w-56 max-sm:flex-1">
        <Select
          options={typeOptions}
          value={view.type ?? any}
          onValueChange={(type) => onView({ ...view, type: deliveryTypes.find((one) => one === type) ?? null })}
        />
      </Field>
      {!fixedEndpoint && <EndpointFilter view={view} onView={onView} />}
      <ConnectionFilter view={view} onView={onView} />
      {filtered && (
        <Button
          variant="quiet"
          onClick={() => onView({ ...everyDelivery, endpointId: fixedEndpoint ? view.endpointId : null })}
        >
          <X aria-hidden className="size-4" />
          Clear
        </Button>
      )}
    </search>
  );
}

type FilterProps = { view: DeliveriesView; onView: (view: DeliveriesView) => void };

function EndpointFilter({ view, onView }: FilterProps) {
  const { data } = useQuery(endpointsQuery(useEnvironment()));
  const known = (data?.data ?? []).map(({ id, url }) => ({ value: id, label: url }));
  const isGone = view.endpointId !== null && !known.some(({ value }) => value === view.endpointId);
  const options = [
    { value: any, label: "All endpoints" },
    ...known,
    ...(isGone && view.endpointId ? [{ value: view.endpointId, label: "Deleted endpoint" }] : []),
  ];
  return (
    <Field label="Endpoint" hideLabel className="w-60 max-sm:w-full">
      <Select
        options={options}
        value={view.endpointId ?? any}
        onValueChange={(id) => onView({ ...view, endpointId: id === any ? null : id })}
      />
    </Field>
  );
}

function ConnectionFilter({ view, onView }: FilterProps) {
  const [typed, setTyped] = useState("");
  const found = useQuery(connectionSearchQuery(useDebouncedValue(typed.toLowerCase(), typingMs), useEnvironment()));
  const chosen = useQuery({ ...connectionQuery(view.connectionId ?? ""), enabled: view.connectionId !== null });
  const selected = view.connectionId
    ? { value: view.connectionId, label: chosen.data?.hostnameUnicode ?? "One domain" }
    : undefined;
  return (
    <Field label="Domain" hideLabel className="w-52 max-sm:w-full">
      <Combobox
        aria-label="Domain"
        placeholder="Any domain"
        options={(found.data ?? []).map(({ id, hostnameUnicode }) => ({ value: id, label: hostnameUnicode }))}
        value={view.connectionId}
        {...(selected ? { selected } : {})}
        busy={typed !== "" && found.isFetching}
        emptyText="No matching domains."
        onSearch={setTyped}
        onValueChange={(id) => onView({ ...view, connectionId: id })}
      />
    </Field>
  );
}
