import type { WebhookDelivery, WebhookEndpoint } from "@/lib/db/generated/client";
import type { OutboundResult } from "@/lib/platform/outbound/outbound-http";
import type { Context } from "@/lib/platform/ports/context";
import { fixedHeaders, messageBody } from "@/lib/webhooks/deliveries/message-body";
import { retryAfterMs } from "@/lib/webhooks/deliveries/retry-after";
import { responseExcerptBytes, sendTimeoutMs } from "@/lib/webhooks/policy";
import { signMessage } from "@/lib/webhooks/sign";
import { openSigningSecrets } from "@/lib/webhooks/signing-secret";

export type Message = Pick<WebhookDelivery, "messageId" | "connectionId" | "type" | "sequence" | "data">;

/** Why an attempt failed; stable. `redirect`: a 3xx, which is not followed. Another status has no code. */
export type AttemptErrorCode = Exclude<OutboundResult, { kind: "response" }>["reason"] | "redirect";

/** The outcome of an attempt. */
export type Attempt = AttemptRecord & {
  succeeded: boolean;
  /** How long a failed one asks us to wait; 0: it does not say. */
  retryAfterMs: number;
};

/** What is stored of it. */
export type AttemptRecord = {
  startedAt: Date;
  durationMs: number;
  /** null: there was no answer, and `error` says why. */
  statusCode: number | null;
  error: string | null;
  errorCode: AttemptErrorCode | null;
  responseExcerpt: string | null;
};

/** Sends a message once, signed for this moment. Never inside a transaction; never throws for what the receiver does. */
export async function sendMessage(ctx: Context, endpoint: WebhookEndpoint, message: Message): Promise<Attempt> {
  const startedAt = ctx.now();
  const body = messageBody(message, startedAt);
  const timestampSeconds = Math.floor(startedAt.getTime() / 1_000);
  const result = await ctx.outbound.send({
    tenantId: ctx.tenantId,
    method: "POST",
    url: endpoint.url,
    headers: {
      ...fixedHeaders,
      ...signMessage({ id: message.messageId, timestampSeconds, body }, openSigningSecrets(ctx, endpoint)),
    },
    body,
    timeoutMs: sendTimeoutMs,
    maxResponseBytes: responseExcerptBytes,
  });
  return { startedAt, ...outcomeOf(result, ctx.now()) };
}

function outcomeOf(result: OutboundResult, now: Date): Omit<Attempt, "startedAt"> {
  if (result.kind !== "response") {
    const durationMs = result.kind === "failed" ? result.durationMs : 0;
    const error = result.message.slice(0, 500);
    const none = { succeeded: false, retryAfterMs: 0, statusCode: null, responseExcerpt: null };
    return { ...none, durationMs, error, errorCode: result.reason };
  }
  const { status, durationMs, headers } = result;
  const succeeded = status >= 200 && status < 300;
  const isRedirect = status >= 300 && status < 400;
  return {
    succeeded,
    retryAfterMs: succeeded ? 0 : retryAfterMs(headers, now),
    durationMs,
    statusCode: status,
    error: isRedirect ? "Redirects are not followed. Set the endpoint's URL to the final address." : null,
    errorCode: isRedirect ? "redirect" : null,
    responseExcerpt: result.body === "" ? null : result.body,
  };
}
