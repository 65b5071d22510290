"use client";

import { useEffect } from "react";

const texts: Record<string, { title: string; text: string }> = {
  returned: {
    title: "Back from your DNS provider",
    text: "The nameservers are being checked now: continue in the window you came from. You can close this window.",
  },
  cancelled: {
    title: "You cancelled at your DNS provider",
    text: "Nothing was changed there. You can close this window, and publish the records by hand or try again.",
  },
  failed: {
    title: "Your DNS provider could not set the records",
    text: "You can close this window, and publish the records by hand or try again.",
  },
};

const unknown = {
  title: "This way back no longer works",
  text: "It works once, for an hour, in the browser that began. If you confirmed at your DNS provider, the records are found all the same.",
};

/**
 * The end of a window in which a DNS provider's page was shown. It says the outcome to the page that opened it, whichever that
 * is: nothing else is in the message, and the outcome alone is of no use. It closes where the browser lets it.
 */
export function FlowEnd({ outcome }: { outcome: string }) {
  const { title, text } = (Object.hasOwn(texts, outcome) ? texts[outcome] : undefined) ?? unknown;
  useEffect(() => {
    if (!Object.hasOwn(texts, outcome)) return;
    window.opener?.postMessage({ type: "latchkey:domain-connect", outcome }, "*");
    window.close();
  }, [outcome]);
  return (
    <div className="grid gap-2 py-10">
      <h1 className="font-semibold text-2xl tracking-tight">{title}</h1>
      <p className="max-w-prose text-ink-soft">{text}</p>
    </div>
  );
}
