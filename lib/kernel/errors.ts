/**
 * Every way in which Latchkey refuses, as `code: HTTP status`. The codes are stable: integrators switch on them.
 * Each one has a section in docs/errors.md.
 */
export const errorStatus = {
  invalid: 400,
  unauthorized: 401,
  token_expired: 401,
  QuotaExceeded: 402,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  HostnameConflict: 409,
  ownership_not_found: 409,
  invalid_state: 409,
  idempotency_conflict: 409,
  payload_too_large: 413,
  rate_limited: 429,
  internal: 500,
  billing_unavailable: 502,
  provider_error: 502,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof errorStatus;

export type RefusalOptions = {
  /** Dotted wire path of the input that is wrong, e.g. `dns_records.0.value`. */
  param?: string;
  /** Facts for the caller, in camelCase; the wire mapper turns them into snake_case. */
  details?: Record<string, unknown>;
  /** Facts next to `code` in the error object itself, in camelCase. */
  fields?: Record<string, unknown>;
  /** For the log alone, such as what a provider answered. Never sent to the caller. */
  privateText?: string;
  cause?: unknown;
};

/** A refusal: thrown by verbs, turned into the error envelope by the transport. `message` is public text. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly param: string | undefined;
  readonly details: Record<string, unknown> | undefined;
  readonly fields: Record<string, unknown> | undefined;
  readonly privateText: string | undefined;

  constructor(code: ErrorCode, message: string, options: RefusalOptions = {}) {
    super(message, { cause: options.cause });
    this.name = "Refusal";
    this.code = code;
    this.param = options.param;
    this.details = options.details;
    this.fields = options.fields;
    this.privateText = options.privateText;
  }

  get status(): number {
    return errorStatus[this.code];
  }
}

/** Not `instanceof`: Next bundles its own copy of this class, and a refusal may come from the other one. */
export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Error && error.name === "Refusal";
}

/** The message of a thrown value, for logs and for `last_error`: 2,000 characters at most. */
export function errorText(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${messageOf(error)}` : String(error);
  return text.slice(0, 2_000);
}

/** The message, and the places it was thrown through: 4,000 characters at most. */
export function errorStack(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const places = error.stack?.split("\n").filter((line) => /^ +at /.test(line)) ?? [];
  return [errorText(error), ...places].join("\n").slice(0, 4_000);
}

/** Prisma quotes the whole query with its values, secrets among them. What is wrong with it is in the last paragraph. */
function messageOf({ name, message }: Error): string {
  return name.startsWith("PrismaClient") ? (message.trim().split("\n\n").at(-1) ?? "") : message;
}
