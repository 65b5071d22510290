"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { queryKeyOf } from "@/components/queries/endpoint-query";
import { useShellSession } from "@/components/session/shell-session";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { applyEmailRecordsCall } from "@/lib/api/calls/apply-email-records";
import { generateEmailRecordsCall } from "@/lib/api/calls/generate-email-records";
import { request } from "@/lib/api/client";
import type { EmailReport } from "@/lib/connections/email/schema";
import type { ConnectionResource } from "@/lib/connections/schema";
import type { EmailParameters } from "@/lib/dns/email/catalog";

/** Writes the records through the credential that reaches the zone, or says that they are added by hand. */
export function ApplyEmail({
  connection,
  report,
  parameters,
}: {
  connection: ConnectionResource;
  report: EmailReport;
  parameters: EmailParameters;
}) {
  const client = useQueryClient();
  const mayWrite = useShellSession().scopes.includes("connections:write");
  const [replaceMx, setReplaceMx] = useState(false);
  const { domain, provider, credential, leftOver } = report;
  const write = useMutation({
    mutationFn: () => request(applyEmailRecordsCall, { id: connection.id, domain, provider, parameters, replaceMx }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: queryKeyOf(generateEmailRecordsCall) }),
        client.invalidateQueries({ queryKey: ["connections"] }),
      ]),
  });
  const open = report.records.filter(
    ({ purpose, status, value }) =>
      purpose !== "spf" && value !== null && (status === "missing" || (purpose === "mx" && status === "conflict")),
  );
  const held = leftOver.length > 0 && !replaceMx ? open.filter(({ purpose }) => purpose === "mx") : [];
  const toAdd = open.length - held.length;
  if (report.ready && !write.data) return null;
  if (credential === null) {
    return (
      <Notice tone="quiet" icon={KeyRound}>
        No stored credential can write to this zone, so add the records at the DNS provider. Each one is checked here.
      </Notice>
    );
  }
  const toRemove = replaceMx ? leftOver.length : 0;
  return (
    <Section
      title="Write them automatically"
      description={`Through the credential “${credential.label}”. The SPF record stays yours: it is shown below, and never written.`}
      padded
    >
      <div className="grid justify-items-start gap-3">
        <p>
          {toAdd === 0 && toRemove === 0
            ? "Nothing is left to write."
            : `${count(toAdd, "record")} will be added${toRemove > 0 ? `, ${count(toRemove, "MX record")} deleted` : ""}. Everything else stays as it is.`}
        </p>
        {leftOver.length > 0 && (
          <Checkbox
            name="replace_mx"
            label="Replace the MX records of the other provider"
            hint={`Mail no longer arrives there: ${leftOver.map(({ value }) => value).join(", ")}`}
            checked={replaceMx}
            onChange={(event) => setReplaceMx(event.target.checked)}
          />
        )}
        {mayWrite && (toAdd > 0 || toRemove > 0) && (
          <Button busy={write.isPending} onClick={() => write.mutate()}>
            {write.isPending ? "Writing…" : "Write the records"}
          </Button>
        )}
        <div role="status" className="text-sm empty:hidden">
          {write.data &&
            `Written: ${count(write.data.added.length, "value")} added, ${write.data.removed.length} removed. Nameservers may need a minute to show it.`}
        </div>
        {write.isError && (
          <p role="alert" className="text-bad [overflow-wrap:anywhere]">
            {write.error.message}
          </p>
        )}
      </div>
    </Section>
  );
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
