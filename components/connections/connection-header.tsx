import type { ReactNode } from "react";
import { StateBadge } from "@/components/connection-facts/connection-state";
import { cutMiddle } from "@/components/connections/cut-middle";
import { type SandboxEdge, VisitLink } from "@/components/connections/visit-link";
import { RelativeTime } from "@/components/ui/relative-time";
import { isServed } from "@/lib/connections/machine";
import type { ConnectionResource } from "@/lib/connections/schema";

/** Two lines of it fit on a phone, beside the buttons. */
const maxShown = 40;

/** Stays at the top while the page scrolls: the hostname, its state, and what one can do. Its height never changes. */
export function ConnectionHeader({
  connection,
  about,
  sandbox,
  actions,
}: {
  connection: ConnectionResource;
  /** Before the times. */
  about?: ReactNode;
  sandbox: SandboxEdge | null;
  actions: ReactNode;
}) {
  const { hostname, hostnameUnicode, state, stateChangedAt, unreachableSince, createdAt } = connection;
  const shown = cutMiddle(hostnameUnicode, maxShown);
  const isCut = shown !== hostnameUnicode;
  return (
    <>
      <header
        data-sticky-header
        className="sticky top-[var(--shell-top)] z-10 -mx-4 flex items-center justify-between gap-3 border-line border-b bg-paper px-4 py-2 sm:-mx-6 sm:px-6 lg:-mx-10 lg:px-10"
      >
        <div className="grid min-w-0 justify-items-start gap-0.5">
          <h1
            title={isCut ? hostnameUnicode : undefined}
            className="font-semibold text-lg leading-6 tracking-tight [overflow-wrap:anywhere] sm:text-2xl sm:leading-8"
          >
            {isCut ? (
              <>
                <span aria-hidden>{shown}</span>
                <span className="sr-only">{hostnameUnicode}</span>
              </>
            ) : (
              hostnameUnicode
            )}
          </h1>
          <div className="grid items-center gap-x-4 text-ink-soft text-sm sm:grid-cols-[11rem_auto_auto]">
            <span className="flex">
              <StateBadge state={state} unreachableSince={unreachableSince} />
            </span>
            <span className="w-40 max-sm:sr-only">
              {unreachableSince === null ? "changed " : "unreachable since "}
              <RelativeTime date={unreachableSince ?? stateChangedAt} />
            </span>
            <span className="max-md:sr-only">
              created <RelativeTime date={createdAt} />
            </span>
          </div>
        </div>
        <div className="flex shrink-0 items-center gap-2">
          {/* Its place is kept, so that nothing moves when the domain goes live. */}
          <div className={isServed(state) ? "" : "invisible"}>
            <VisitLink hostname={hostname} sandbox={sandbox} />
          </div>
          {actions}
        </div>
      </header>
      {(isCut || about || hostnameUnicode !== hostname) && (
        <div className="-mt-2 grid gap-0.5 text-ink-soft text-sm">
          {isCut && <p className="[overflow-wrap:anywhere]">{hostnameUnicode}</p>}
          {hostnameUnicode !== hostname && <p className="font-mono [overflow-wrap:anywhere]">{hostname}</p>}
          {about && <p className="flex flex-wrap gap-x-4">{about}</p>}
        </div>
      )}
    </>
  );
}
