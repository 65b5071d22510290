import type { ReactNode } from "react";
import { exactTime, RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import type { ConnectionResource } from "@/lib/connections/schema";

const words = {
  unknown: "Not asked for yet",
  pending: "Being issued",
  ok: "Valid",
  broken: "Not valid",
} as const;

/** What the last TLS handshake with the edge showed. */
export function CertificateFacts({ certificate }: { certificate: ConnectionResource["certificate"] }) {
  const { status, issuer, serial, notBefore, notAfter, checkedAt, error } = certificate;
  return (
    <Section title="Certificate">
      <dl className="grid grid-cols-[6rem_minmax(0,1fr)] gap-x-3 gap-y-2 px-4 py-4 sm:px-5">
        <Fact name="Status">{words[status]}</Fact>
        {issuer && <Fact name="Issuer">{issuer}</Fact>}
        {notBefore && <Fact name="From">{exactTime(notBefore)}</Fact>}
        {notAfter && <Fact name="Until">{exactTime(notAfter)}</Fact>}
        {serial && (
          <Fact name="Serial">
            <span className="font-mono text-[13px]">{serial}</span>
          </Fact>
        )}
        {checkedAt && (
          <Fact name="Looked at">
            <RelativeTime date={checkedAt} />
          </Fact>
        )}
        {error && (
          <Fact name="Last error">
            <span className="text-bad">{error}</span>
          </Fact>
        )}
      </dl>
    </Section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-soft">{name}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </>
  );
}
