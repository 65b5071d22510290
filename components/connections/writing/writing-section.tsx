"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleX, LoaderCircle, PencilLine } from "lucide-react";
import type { ReactNode } from "react";
import { useProvider } from "@/components/connection-facts/known-provider";
import { ConfirmPlan } from "@/components/connections/writing/confirm-plan";
import { useShellSession } from "@/components/session/shell-session";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { listCredentialsCall } from "@/lib/api/calls/list-credentials";
import { planRecordsCall } from "@/lib/api/calls/plan-records";
import { request } from "@/lib/api/client";
import { isOver } from "@/lib/connections/machine";
import type { ConnectionResource, WritingResource } from "@/lib/connections/schema";

/** How the records come into the zone: who writes them, how far that is, and the change that one can make now. */
export function WritingSection({ connection, editable }: { connection: ConnectionResource; editable: boolean }) {
  const { id, applicationId, state, writing } = connection;
  const { scopes } = useShellSession();
  const over = isOver(state);
  const provider = useProvider(writing?.provider ?? null);
  const credentials = useQuery({
    queryKey: ["credentials", applicationId, "any"],
    queryFn: async ({ signal }) =>
      (await request(listCredentialsCall, { id: applicationId, limit: 1 }, { signal })).data.length > 0,
    enabled: writing === null && !over && scopes.includes("apps:admin"),
    staleTime: 60_000,
  });
  if (writing === null && !credentials.data) return null;
  return (
    <Section
      title="Automatic DNS"
      description={writing === null ? undefined : throughText(writing, provider?.name)}
      padded
    >
      <div className="grid min-w-0 gap-4">
        {writing !== null && <Progress writing={writing} state={state} />}
        {editable && !over && (
          <ConfirmPlan
            connectionId={id}
            label={buttonText(connection)}
            icon={<PencilLine aria-hidden className="size-4" />}
            primary={state === "drifted" || writing?.status === "refused"}
            makePlan={() => request(planRecordsCall, { id })}
          />
        )}
      </div>
    </Section>
  );
}

function throughText({ label, provider, zone }: WritingResource, providerName: string | undefined): string {
  if (label === null) return `The credential that wrote into ${zone} was deleted.`;
  const name = providerName ?? provider ?? "the DNS provider";
  return `Written automatically through “${label}” at ${name}.`;
}

function buttonText({ state, writing }: ConnectionResource): string {
  if (state === "drifted") return "Repair the records";
  return writing === null ? "Write the records automatically" : "Write the records";
}

const purposes: Record<WritingResource["purpose"], { pending: string; written: string; refused: string }> = {
  setup: {
    pending: "The records are being written.",
    written: "The provider has taken the records",
    refused: "The records were not written.",
  },
  repair: {
    pending: "The records are being written again.",
    written: "The records were written again",
    refused: "The records were not written again.",
  },
  removal: {
    pending: "The records that we wrote are being removed.",
    written: "The records that we wrote were removed",
    refused: "The records that we wrote were not removed.",
  },
};

function Progress({ writing, state }: { writing: WritingResource; state: ConnectionResource["state"] }): ReactNode {
  const { purpose, status, writtenAt, retryAt, fault } = writing;
  const texts = purposes[purpose];
  const said = fault?.said ? <p>The provider said: “{fault.said}”</p> : null;
  if (status === "refused") {
    return (
      <Notice tone="bad" icon={CircleX}>
        <p>{texts.refused}</p>
        {said}
      </Notice>
    );
  }
  if (status === "written") {
    return (
      <p className="text-ink-soft">
        {texts.written}
        {writtenAt && (
          <>
            , <RelativeTime date={writtenAt} />
          </>
        )}
        .{state === "dns_writing" && " Waiting until the nameservers have them."}
      </p>
    );
  }
  return (
    <div role="status">
      <Notice tone="working" icon={LoaderCircle}>
        <p>{texts.pending}</p>
        {said}
        {retryAt && (
          <p>
            The next try is <RelativeTime date={retryAt} />.
          </p>
        )}
      </Notice>
    </div>
  );
}
