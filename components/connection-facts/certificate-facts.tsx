import { CircleCheck, CircleDashed, CircleX, FileKey, type LucideIcon } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { FoldingSection } from "@/components/ui/folding-section";
import { KeyValues } from "@/components/ui/key-values";
import type { Tone } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ConnectionResource } from "@/lib/connections/schema";

const styles: Record<ConnectionResource["certificate"]["status"], { label: string; tone: Tone; icon: LucideIcon }> = {
  unknown: { label: "Not requested yet", tone: "quiet", icon: CircleDashed },
  pending: { label: "Being issued", tone: "working", icon: FileKey },
  ok: { label: "Valid", tone: "good", icon: CircleCheck },
  broken: { label: "Not valid", tone: "bad", icon: CircleX },
};

/** What the last TLS handshake with the edge showed. `over`: the domain is not served any more, and nothing is renewed. */
export function CertificateFacts({
  certificate,
  over = false,
}: {
  certificate: ConnectionResource["certificate"];
  over?: boolean;
}) {
  const { status, issuer, serial, notBefore, notAfter, renewsFrom, checkedAt, error, queuedUntil } = certificate;
  const { label, tone, icon } = styles[status];
  const isKnown = issuer !== null || error !== null;
  const renews = status === "ok" && !over ? renewsFrom : null;
  return (
    <FoldingSection
      title="Certificate"
      description={
        over ? (
          isKnown ? (
            "Not renewed any more"
          ) : (
            "None was issued"
          )
        ) : queuedUntil !== null ? (
          <>
            Waits for a limit of the authority, <RelativeTime date={queuedUntil} />
          </>
        ) : renews !== null ? (
          <>
            Renews automatically <RelativeTime date={renews} />
          </>
        ) : (
          "Automatic"
        )
      }
      aside={
        <Badge tone={over && tone === "good" ? "quiet" : tone} icon={icon}>
          {label}
        </Badge>
      }
      initiallyOpen={error !== null && !over}
    >
      {queuedUntil === null ? null : (
        <p className="pb-2">
          Waits for a limit of the certificate authority. Expected to be ordered <RelativeTime date={queuedUntil} />.
        </p>
      )}
      {isKnown ? (
        <KeyValues
          items={[
            { label: "Issuer", value: issuer },
            { label: "Valid since", value: notBefore && <RelativeTime date={notBefore} /> },
            { label: "Expires", value: notAfter && <RelativeTime date={notAfter} /> },
            {
              label: "Renews",
              value: renews && (
                <>
                  automatically, <RelativeTime date={renews} />
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
      ) : (
        <p className="text-ink-soft">
          {over
            ? "The domain was archived before it had a certificate."
            : "Issued automatically once ownership is verified and the records point here."}
        </p>
      )}
    </FoldingSection>
  );
}
