import { ZodError } from "zod";
import { TextResponse } from "@/lib/api/text-response";
import { whyUnavailable } from "@/lib/db/why-unavailable";
import { errorStack, errorText, isRefusal, Refusal } from "@/lib/kernel/errors";
import type { Log } from "@/lib/kernel/log";
import { toWire, toWirePath } from "@/lib/kernel/wire";

/** The error envelope. An error that is not a refusal is `internal`: its cause goes only to the log, with the request id. */
export function errorResponse(
  error: unknown,
  requestId: string,
  appUrl: string,
  log: Log,
  headers: Record<string, string> = {},
): Response {
  const refusal = toRefusal(error);
  if (refusal.code === "internal")
    log.error({ requestId, err: errorText(error), stack: errorStack(error) }, "request failed");
  logRefusal(refusal, requestId, log);
  const body = {
    code: refusal.code,
    message: refusal.message,
    param: refusal.param,
    details: refusal.details,
    docUrl: `${appUrl}/docs/errors#${refusal.code}`,
    ...refusal.fields,
    requestId,
  };
  return jsonResponse(toWire({ error: body }), refusal.status, requestId, { ...headers, ...headersOf(refusal) });
}

/** A failover to another PostgreSQL takes this long, give or take. */
const databaseRetrySeconds = 5;

/** The headers that HTTP has for a fact of the refusal. */
function headersOf({ code, details }: Refusal): Record<string, string> {
  if (code === "method_not_allowed") return { allow: [details?.allow].flat().join(", ") };
  const waitSeconds = code === "rate_limited" || code === "unavailable" ? details?.retryAfterSeconds : undefined;
  return waitSeconds === undefined ? {} : { "retry-after": String(waitSeconds) };
}

/** `body` is in wire form already. */
export function jsonResponse(
  body: unknown,
  status: number,
  requestId: string,
  headers: Record<string, string> = {},
): Response {
  return new TextResponse(JSON.stringify(body), {
    status,
    headers: { ...headers, "content-type": "application/json", "cache-control": "no-store", "x-request-id": requestId },
  });
}

/** A 5xx is for the operator to act on; a 4xx explains the caller's. */
function logRefusal({ code, status, privateText }: Refusal, requestId: string, log: Log): void {
  if (privateText === undefined) return;
  log[status >= 500 ? "warn" : "info"]({ requestId, code, err: privateText }, "request refused");
}

function toRefusal(error: unknown): Refusal {
  if (isRefusal(error)) return error;
  if (error instanceof ZodError) return invalidInput(error);
  if (whyUnavailable(error) !== null) {
    const text = "The database cannot be reached right now. Try again.";
    const details = { retryAfterSeconds: databaseRetrySeconds };
    return new Refusal("unavailable", text, { details, privateText: errorText(error) });
  }
  return new Refusal("internal", "Something went wrong on our side. Include the request id when you report it.");
}

/** Of a batch, each item can be wrong: enough to correct a form, and no answer longer than what was sent. */
const maxProblems = 50;

/** The first problem as `message` and `param`; where there are several, all of them as `details.problems`. */
function invalidInput(error: ZodError): Refusal {
  const problems = error.issues.flatMap(problemsOf).slice(0, maxProblems);
  const [{ param, message } = { param: "", message: "The input is not valid" }] = problems;
  return new Refusal("invalid", message, {
    ...(param === "" ? {} : { param }),
    ...(problems.length > 1 ? { details: { problems } } : {}),
  });
}

function problemsOf(issue: ZodError["issues"][number]): { param: string; message: string }[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const param = toWirePath([...issue.path, key]);
      return { param, message: `There is no field “${param}”.` };
    });
  }
  const param = toWirePath(issue.path);
  return [{ param, message: `${param === "" ? "The input" : param}: ${issue.message}` }];
}
