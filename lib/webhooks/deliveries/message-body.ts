import { toWire } from "@/lib/kernel/wire";

/** What a message tells; pages show it as it is sent. */
export type MessageContent = {
  messageId: string;
  type: string;
  connectionId: string | null;
  sequence: number;
  data: unknown;
};

/** Headers that are the same at each attempt; those of the signature come beside them. */
export const fixedHeaders = { "content-type": "application/json", "user-agent": "Latchkey-Webhooks/1" } as const;

/** `jobId` is the connection's id, by the name that it has in the widget's events; the rest of the wire is snake_case. */
export function messageBody(message: MessageContent, sentAt: Date): string {
  return JSON.stringify({
    id: message.messageId,
    type: message.type,
    jobId: message.connectionId,
    sequence: message.sequence,
    data: toWire(message.data),
    sent_at: sentAt.toISOString(),
  });
}
