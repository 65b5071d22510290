import type { Clock } from "@/widget/flow/clock";

export type ProviderOutcome = "returned" | "cancelled" | "failed";

export type ProviderWindow = {
  /** false: the browser opened no window, or it is closed already. */
  show(url: string, width: number, height: number): boolean;
  close(): void;
  /** Leaves the window as it is, and listens no longer. */
  stop(): void;
};

const isClosedEveryMs = 500;
const outcomes: readonly unknown[] = ["returned", "cancelled", "failed"] satisfies ProviderOutcome[];

/**
 * Opens a window of its own for the page of a DNS provider, empty at first: inside of the click, before its address is known.
 * @param onEnd the window says how it ended, or is closed (null). A provider's page can make a window look closed; what
 * counts is in the DNS in either case.
 */
export function openWindow(clock: Clock, onEnd: (outcome: ProviderOutcome | null) => void): ProviderWindow {
  const opened = window.open("", "_blank", "popup,width=750,height=750");
  let timer: unknown = null;

  // By window and not by origin: behind a company's own hostname, the page of the outcome has another one than this flow.
  // All that a wrong page in that window could do is to say that it was left.
  function onMessage({ source, data }: MessageEvent): void {
    if (opened === null || source !== opened || data?.type !== "latchkey:domain-connect") return;
    if (outcomes.includes(data.outcome)) end(data.outcome);
  }

  function watch(): void {
    timer = clock.setTimeout(() => (opened?.closed ? end(null) : watch()), isClosedEveryMs);
  }

  function end(outcome: ProviderOutcome | null): void {
    stop();
    onEnd(outcome);
  }

  function stop(): void {
    clock.clearTimeout(timer);
    window.removeEventListener("message", onMessage);
  }

  if (opened !== null) {
    window.addEventListener("message", onMessage);
    watch();
  }
  return {
    show(url, width, height) {
      if (opened === null || opened.closed) return false;
      opened.resizeTo(width, height);
      opened.location.replace(url);
      return true;
    },
    close() {
      stop();
      opened?.close();
    },
    stop,
  };
}
