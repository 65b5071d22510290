import type { EventResource } from "@/lib/connections/schema";

export type FlowNews = { tone: "waiting" | "working"; text: string };

/** What is to be said of the last visit to the DNS provider's page. `events`: newest first; null: nothing. */
export function flowNews(events: readonly EventResource[], provider: string): FlowNews | null {
  const last = events.find(({ type }) => type.startsWith("connection.domain_connect_"));
  if (last === undefined) return null;
  if (last.type === "connection.domain_connect_started") {
    return {
      tone: "working",
      text: `Confirm on the page of ${provider}. The records are checked as soon as you are back.`,
    };
  }
  const { outcome, reason } = last.data;
  const said = typeof reason === "string" ? ` It says: “${reason}”` : "";
  if (outcome === "cancelled") {
    return {
      tone: "waiting",
      text: `You cancelled at ${provider}; nothing was changed there.${said} Try again, or publish the records below.`,
    };
  }
  if (outcome === "failed") {
    return {
      tone: "waiting",
      text: `${provider} could not set the records.${said} Try again, or publish the records below.`,
    };
  }
  return {
    tone: "working",
    text: `You are back from ${provider}. The nameservers are being checked: what they answer counts.`,
  };
}
