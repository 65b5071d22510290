import { toWire } from "@/lib/kernel/wire";

/** The content of a message; pages show it as it is sent. */
export type MessageContent = {
  messageId: string;
  type: string;
  connectionId: string | null;
  sequence: number;
  data: unknown;
};

/** Headers that are the same for every attempt; the signature's headers are added to them. */
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
