import { CircleCheck, CircleDashed, CircleX, FileKey, type LucideIcon } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { KeyValues } from "@/components/ui/key-values";
import type { Tone } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import type { ConnectionResource } from "@/lib/connections/schema";

const styles: Record<ConnectionResource["certificate"]["status"], { label: string; tone: Tone; icon: LucideIcon }> = {
  unknown: { label: "Not requested yet", tone: "quiet", icon: CircleDashed },
  pending: { label: "Being issued", tone: "working", icon: FileKey },
  ok: { label: "Valid", tone: "good", icon: CircleCheck },
  broken: { label: "Not valid", tone: "bad", icon: CircleX },
};

/** What the last TLS handshake with the edge showed. */
export function CertificateFacts({ certificate }: { certificate: ConnectionResource["certificate"] }) {
  const { status, issuer, serial, notBefore, notAfter, renewsFrom, checkedAt, error, queuedUntil } = certificate;
  const { label, tone, icon } = styles[status];
  return (
    <Section
      title="Certificate"
      aside={
        <Badge tone={tone} icon={icon}>
          {label}
        </Badge>
      }
      padded
    >
      {queuedUntil === null ? null : (
        <p className="pb-2">
          Waits for a limit of the certificate authority. Expected to be ordered <RelativeTime date={queuedUntil} />.
        </p>
      )}
      {issuer === null && error === null ? (
        <p className="text-ink-soft">Issued automatically once ownership is verified and the records point here.</p>
      ) : (
        <KeyValues
          items={[
            { label: "Issuer", value: issuer },
            { label: "Valid since", value: notBefore && <RelativeTime date={notBefore} /> },
            { label: "Expires", value: notAfter && <RelativeTime date={notAfter} /> },
            {
              label: "Renews",
              value: status === "ok" && renewsFrom && (
                <>
                  automatically, from <RelativeTime date={renewsFrom} />
                </>
              ),
            },
            {
              label: "Serial",
              value: serial && (
                <span className="flex items-center gap-1">
                  <span className="min-w-0 font-mono text-[13px] leading-5 [overflow-wrap:anywhere]">{serial}</span>
                  <CopyButton text={serial} label="the serial number" />
                </span>
              ),
            },
            { label: "Last checked", value: checkedAt && <RelativeTime date={checkedAt} /> },
            { label: "Last error", value: error && <span className="text-bad">{error}</span> },
          ]}
        />
      )}
    </Section>
  );
}
