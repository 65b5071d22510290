"use client";

import { useId, useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { webhookEventTexts } from "@/lib/platform/events/catalog";
import { webhookEventTypes } from "@/lib/webhooks/catalog";

export type WebhookEventType = (typeof webhookEventTypes)[number];

/** null: every event, including types added later. */
export type EventChoice = readonly WebhookEventType[] | null;

const modes = [
  { value: "all", label: "All events" },
  { value: "some", label: "Selected events" },
] as const;

/** From the API's list, which may hold types that this version of the page does not know. */
export function toEventChoice(eventTypes: readonly string[]): EventChoice {
  return eventTypes.length === 0 ? null : webhookEventTypes.filter((type) => eventTypes.includes(type));
}

/** For the API, an empty list is every event: a form must not send it for none. */
export function eventTypeProblems(choice: EventChoice): Record<string, string> {
  return choice?.length === 0 ? { event_types: "Choose at least one, or all events." } : {};
}

export function toEventTypes(choice: EventChoice): WebhookEventType[] {
  return [...(choice ?? [])];
}

export function EventTypePicker({
  name,
  value,
  onValueChange,
  problem,
}: {
  name: string;
  value: EventChoice;
  onValueChange: (value: EventChoice) => void;
  problem: string | null;
}) {
  const problemId = useId();
  const [last, setLast] = useState<readonly WebhookEventType[]>(value ?? ["domain.flow.completed", "domain.drift"]);

  function choose(types: readonly WebhookEventType[]) {
    setLast(types);
    onValueChange(types);
  }

  return (
    <fieldset name={name} className="grid gap-2" aria-describedby={problem ? problemId : undefined}>
      <legend className="mb-1.5 font-medium text-sm">Events</legend>
      <div>
        <SegmentedControl
          label="Which events"
          options={modes}
          value={value === null ? "all" : "some"}
          onValueChange={(mode) => onValueChange(mode === "all" ? null : last)}
        />
      </div>
      {value === null ? (
        <p className="text-ink-soft text-sm">
          {webhookEventTypes.length} types today, plus any we add later. Ignore types you do not know.
        </p>
      ) : (
        <div className="grid gap-x-6 sm:grid-cols-2">
          {webhookEventTypes.map((type) => (
            <Checkbox
              key={type}
              label={<code className="font-mono text-[13px]">{type}</code>}
              hint={webhookEventTexts[type]}
              checked={value.includes(type)}
              onChange={({ target }) =>
                choose(webhookEventTypes.filter((one) => (one === type ? target.checked : value.includes(one))))
              }
            />
          ))}
        </div>
      )}
      <p id={problemId} aria-live="polite" className="text-bad text-sm empty:hidden">
        {problem}
      </p>
    </fieldset>
  );
}
