"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, CircleX, Handshake } from "lucide-react";
import { supportConnectionQuery } from "@/components/support/queries";
import { Button } from "@/components/ui/button";
import { KeyValues } from "@/components/ui/key-values";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { probeHostnameCall } from "@/lib/api/calls/probe-hostname";
import { request } from "@/lib/api/client";
import type { SupportConnection, SupportHandshake } from "@/lib/support/schema";

/** Which connection claims the hostname, what the edge asked about it, and a handshake on demand. */
export function EdgeSection({ shown }: { shown: SupportConnection }) {
  const client = useQueryClient();
  const { connection, claim, ask } = shown;
  const probe = useMutation({
    mutationFn: () => request(probeHostnameCall, { id: connection.id }),
    onSettled: () => client.invalidateQueries({ queryKey: supportConnectionQuery(connection.id).queryKey }),
  });
  return (
    <Section
      title="The edge"
      aside={
        <Button variant="plain" size="small" busy={probe.isPending} onClick={() => probe.mutate()}>
          <Handshake aria-hidden className="size-4" />
          {probe.isPending ? "Testing…" : "Test handshake"}
        </Button>
      }
      padded
    >
      <div className="grid gap-4">
        <div role="status" className="empty:hidden">
          {probe.data && <HandshakeResult handshake={probe.data} />}
        </div>
        <p role="alert" className="text-bad empty:hidden">
          {probe.error?.message}
        </p>
        <KeyValues
          items={[
            { label: "Claimed by", value: holderText(shown) },
            { label: "Since", value: claim && <RelativeTime date={claim.createdAt} /> },
            {
              label: "Last request",
              value: ask ? (
                <>
                  <RelativeTime date={ask.lastAskedAt} />,{" "}
                  {ask.lastAllowed ? "allowed" : `refused: ${ask.lastReason?.replaceAll("_", " ") ?? "no reason"}`}
                </>
              ) : (
                "never: no visitor or handshake has used this name"
              ),
            },
            { label: "Answers", value: ask && `${ask.allowed} allowed, ${ask.refused} refused` },
          ]}
        />
      </div>
    </Section>
  );
}

function holderText({ claim, connection }: SupportConnection): string {
  if (!claim) return "none: ownership is not verified, so the edge is refused";
  return claim.connectionId === connection.id ? "this domain" : "another domain";
}

function HandshakeResult({ handshake }: { handshake: SupportHandshake }) {
  const { valid, kind, reason, certificate, tookMs } = handshake;
  return (
    <Notice tone={valid ? "good" : "bad"} icon={valid ? CircleCheck : CircleX}>
      <p className="font-medium">
        {valid
          ? "The edge has a valid certificate"
          : kind === "certificate"
            ? "The edge shows a certificate that is not valid"
            : kind === "refused"
              ? "The edge refused the handshake"
              : "The edge cannot be reached"}
      </p>
      <p className="text-sm">
        {reason && `${reason}. `}
        {certificate && (
          <>
            Issued by {certificate.issuer}, valid until <RelativeTime date={certificate.notAfter} />, for{" "}
            {certificate.names.join(", ") || "no name"}.{" "}
          </>
        )}
        It took {tookMs} ms.
      </p>
    </Notice>
  );
}
