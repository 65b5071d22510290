import { fromWire, toWire } from "@/lib/kernel/wire";
import { FlowFailure } from "@/widget/flow/flow-failure";

const timeoutMs = 20_000;

export type Server = {
  /** Of the Latchkey installation, without a slash at its end. */
  origin: string;
  fetch?: typeof globalThis.fetch | undefined;
  timeoutMs?: number | undefined;
};

export type Call = { method: "GET" | "POST"; path: string; token?: string | undefined; body?: Record<string, unknown> };

/**
 * Calls the server, without cookies. The answer has names in camelCase and times as `Date`s, and is not validated: that would
 * bring zod into the page of the integrator.
 * @throws FlowFailure with the server's code, or `network`, `timeout` (20 s), `bad_answer` (such as a page of a proxy)
 */
export async function requestJson<T>(server: Server, { method, path, token, body }: Call): Promise<T> {
  let status: number;
  let text: string;
  try {
    const response = await (server.fetch ?? fetch)(server.origin + path, {
      method,
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(server.timeoutMs ?? timeoutMs),
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(toWire(body)) }),
    });
    status = response.status;
    text = await response.text();
  } catch (error) {
    const isLate = error instanceof Error && error.name === "TimeoutError";
    throw isLate ? failure("timeout", "No answer in time.") : failure("network", "The server cannot be reached.");
  }
  const answer = parse(text);
  if (status >= 200 && status < 300 && isObject(answer)) return answer as T;
  throw refusalIn(answer, status) ?? failure("bad_answer", `The answer cannot be read (HTTP ${status}).`);
}

function refusalIn(answer: unknown, status: number): FlowFailure | null {
  const error = isObject(answer) ? answer.error : null;
  if (!isObject(error) || typeof error.code !== "string") return null;
  const { code, message, requestId } = error;
  const details = isObject(error.details) ? error.details : {};
  const problem = {
    code,
    reason: reasonIn(details),
    message: typeof message === "string" ? message : code,
    retry: status === 429 || status >= 500,
    requestId: typeof requestId === "string" ? requestId : null,
  };
  return new FlowFailure(problem, code === "token_expired", details);
}

/** What the code alone does not say: which page, which domain, whose connection. */
function reasonIn({ reason, heldBy, contest, origin, hostname }: Record<string, unknown>): string | null {
  if (typeof reason === "string") return reason;
  if (heldBy === "another_tenant" && contest !== "possible") return `contest_${contest}`;
  if (typeof heldBy === "string") return heldBy;
  return typeof origin === "string" ? "origin" : typeof hostname === "string" ? "hostname" : null;
}

function failure(code: string, message: string): FlowFailure {
  return new FlowFailure({ code, reason: null, message, retry: true, requestId: null });
}

/** A date without a time stays text. */
const time = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** null: no JSON, and no answer is null. `fromWire` would take a `Date` apart, so times are read after it. */
function parse(text: string): unknown {
  try {
    return withTimes(fromWire(JSON.parse(text)));
  } catch {
    return null;
  }
}

function withTimes(value: unknown, key = ""): unknown {
  if (typeof value === "string") return key.endsWith("At") && time.test(value) ? new Date(value) : value;
  if (Array.isArray(value)) return value.map((item) => withTimes(item));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withTimes(item, name)]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
