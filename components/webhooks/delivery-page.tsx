"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleX, RotateCw, Send } from "lucide-react";
import { queryKeyOf } from "@/components/queries/endpoint-query";
import { connectionQuery } from "@/components/queries/queries";
import { QueryError } from "@/components/queries/query-error";
import { useObjectEnvironment } from "@/components/session/environment";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { useDocumentTitle } from "@/components/ui/document-title";
import { EmptyState } from "@/components/ui/empty-state";
import { KeyValues } from "@/components/ui/key-values";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { CardSkeleton, Skeleton } from "@/components/ui/skeleton";
import { textLink } from "@/components/ui/text-link";
import { AttemptList } from "@/components/webhooks/attempt-list";
import { DeliveryBadge } from "@/components/webhooks/delivery-status";
import { deliveryQuery, endpointQuery } from "@/components/webhooks/queries";
import { readableBody, readableHeaders } from "@/components/webhooks/sent-request";
import { listWebhookDeliveriesCall } from "@/lib/api/calls/list-webhook-deliveries";
import { replayWebhookDeliveryCall } from "@/lib/api/calls/replay-webhook-delivery";
import { ApiError, request } from "@/lib/api/client";
import type { WebhookDeliveryResource } from "@/lib/webhooks/schema";

const breadcrumbs = [
  { href: "/webhooks", label: "Webhooks" },
  { href: "/webhooks/deliveries", label: "Deliveries" },
];

export function DeliveryPage({ id }: { id: string }) {
  const query = useQuery(deliveryQuery(id));
  if (query.data) return <Loaded delivery={query.data} />;
  if (query.error instanceof ApiError && query.error.code === "not_found") return <NoSuchDelivery />;
  if (query.isError) {
    return <QueryError level={1} title="The delivery could not be loaded" query={query} />;
  }
  return (
    <div aria-busy className="grid gap-6">
      <h1 className="sr-only">Loading the delivery</h1>
      <Skeleton className="h-8 w-72" />
      <CardSkeleton className="h-40" />
      <CardSkeleton className="h-80" />
    </div>
  );
}

function Loaded({ delivery }: { delivery: WebhookDeliveryResource }) {
  const endpoint = useQuery(endpointQuery(delivery.endpointId));
  useObjectEnvironment(endpoint.data?.environment);
  const gone = endpoint.error instanceof ApiError && endpoint.error.code === "not_found";
  const url = gone ? null : (endpoint.data?.url ?? null);
  const [last] = delivery.attempts;
  const sentAt = last?.startedAt ?? delivery.nextAttemptAt ?? delivery.createdAt;
  useDocumentTitle(delivery.type, "Deliveries");
  return (
    <div className="grid gap-6">
      <PageHeader
        title={<span className="font-mono text-xl sm:text-[1.375rem]">{delivery.type}</span>}
        badge={<DeliveryBadge status={delivery.status} />}
        breadcrumbs={breadcrumbs}
        actions={<Replay delivery={delivery} endpointGone={gone} />}
      />
      <Section title="Message" padded>
        <KeyValues
          items={[
            {
              label: "Endpoint",
              value: gone ? (
                "Deleted"
              ) : (
                <Link href={`/webhooks/${delivery.endpointId}`} className={`${textLink} font-mono text-[13px]`}>
                  {url ?? "View"}
                </Link>
              ),
            },
            {
              label: "Domain",
              value: delivery.connectionId ? <ConnectionLink id={delivery.connectionId} data={delivery.data} /> : null,
            },
            {
              label: "Message ID",
              value: (
                <span className="flex items-center gap-1">
                  <code className="min-w-0 font-mono text-[13px] [overflow-wrap:anywhere]">{delivery.messageId}</code>
                  <CopyButton text={delivery.messageId} label="the message ID" />
                </span>
              ),
            },
            { label: "Created", value: <RelativeTime date={delivery.createdAt} /> },
            { label: "Settled", value: delivery.settledAt && <RelativeTime date={delivery.settledAt} /> },
            {
              label: "Next attempt",
              value: delivery.nextAttemptAt && (
                <>
                  <RelativeTime date={delivery.nextAttemptAt} planned />
                  {endpoint.data && endpoint.data.status !== "enabled" && (
                    <span className="text-waiting">, once you enable the endpoint: it is {endpoint.data.status}</span>
                  )}
                </>
              ),
            },
          ]}
        />
      </Section>
      <div className="grid items-start gap-6 xl:grid-cols-2">
        <Section
          title="Request"
          description={
            last
              ? `As sent by attempt ${last.number}. Signatures differ for each attempt and are not stored.`
              : "As it will be sent, except for the time and the signatures."
          }
          padded
        >
          <CodeBlock
            label="the request"
            samples={[
              { language: "Body", code: readableBody(delivery, sentAt) },
              { language: "Headers", code: `POST ${url ?? ""}\n${readableHeaders(delivery, sentAt, url)}` },
            ]}
          />
        </Section>
        <AttemptList delivery={delivery} />
      </div>
    </div>
  );
}

/** Most events contain the hostname; for the others it is loaded. */
function ConnectionLink({ id, data }: { id: string; data: Record<string, unknown> }) {
  const named = typeof data.hostname === "string" ? data.hostname : null;
  const { data: connection } = useQuery({ ...connectionQuery(id), enabled: named === null, refetchInterval: false });
  return (
    <Link href={`/connections/${id}`} className={textLink}>
      {named ?? connection?.hostname ?? "View"}
    </Link>
  );
}

function Replay({ delivery, endpointGone }: { delivery: WebhookDeliveryResource; endpointGone: boolean }) {
  const client = useQueryClient();
  const replay = useMutation({
    mutationFn: () => request(replayWebhookDeliveryCall, { id: delivery.id }),
    onSuccess: (reopened) => {
      client.setQueryData(deliveryQuery(delivery.id).queryKey, reopened);
      void client.invalidateQueries({ queryKey: queryKeyOf(listWebhookDeliveriesCall) });
    },
  });
  const pending = delivery.status === "pending";
  return (
    <div className="grid justify-items-end gap-2">
      <Button
        variant="plain"
        writes
        busy={replay.isPending || pending}
        disabled={endpointGone}
        onClick={() => replay.mutate()}
      >
        <RotateCw aria-hidden className="size-4" />
        {replay.isPending ? "Sending…" : pending ? "Pending" : "Send again"}
      </Button>
      <div aria-live="polite" className="max-w-md text-left empty:hidden">
        {replay.isError && (
          <Notice tone="bad" icon={CircleX}>
            {replay.error.message}
          </Notice>
        )}
      </div>
    </div>
  );
}

function NoSuchDelivery() {
  return (
    <div className="grid gap-6">
      <PageHeader title="Delivery not found" breadcrumbs={breadcrumbs} />
      <EmptyState icon={Send} title="It is older than 30 days, or it belongs to another company">
        The domain's timeline shows what happened.
      </EmptyState>
    </div>
  );
}
