"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check, Upload } from "lucide-react";
import { publishZoneRecord, type ZoneRecord } from "@/components/sandbox/zone-query";
import { Button } from "@/components/ui/button";

type DesiredRecord = { host: string; type: string; value: string; ttl: number };

/** Publishes a record as the customer would at their DNS provider. `zone`: what is published now, undefined while loading. */
export function PublishInSandbox({ record, zone }: { record: DesiredRecord; zone: ZoneRecord[] | undefined }) {
  const client = useQueryClient();
  const publish = useMutation({
    mutationFn: () => publishZoneRecord({ name: record.host, type: record.type, value: record.value, ttl: 60 }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ["sandbox"] }),
        client.invalidateQueries({ queryKey: ["connections"] }),
        client.invalidateQueries({ queryKey: ["email"] }),
      ]),
  });
  const published = zone?.some(
    ({ name, type, value }) => name === record.host && type === record.type && value === record.value,
  );
  return (
    <div className="grid min-h-11 content-center justify-items-start gap-1 lg:justify-items-end">
      <Button
        variant="plain"
        busy={publish.isPending}
        aria-disabled={publish.isPending || published || undefined}
        onClick={() => published || publish.mutate()}
        aria-label={`${published ? "Published" : "Publish"} in the sandbox zone: the ${record.type} record`}
        title="Does what the customer would do at their DNS provider"
        className="min-w-32 justify-start text-sm"
      >
        {/* As wide in each state, with its icon in the same place: nothing moves when it is published. */}
        {published ? (
          <Check aria-hidden className="size-4 shrink-0 text-good" />
        ) : (
          <Upload aria-hidden className="size-4 shrink-0" />
        )}
        {published ? "Published" : "Publish"}
      </Button>
      {publish.isError && (
        <p role="alert" className="max-w-56 text-bad text-sm">
          {publish.error.message}
        </p>
      )}
    </div>
  );
}
