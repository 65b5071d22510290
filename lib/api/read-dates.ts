/** Fields of responses that are times, wherever they are. */
const names: ReadonlySet<string> = new Set([
  "at",
  "checkedAt",
  "createdAt",
  "currentPeriodEnd",
  "disabledAt",
  "end",
  "endedAt",
  "expectedAt",
  "expiresAt",
  "failedAt",
  "failingSince",
  "firstOpenedAt",
  "lastAskAt",
  "lastAskedAt",
  "lastOpenedAt",
  "lastSeenAt",
  "lastUsedAt",
  "lockedUntil",
  "nextAttemptAt",
  "nextCheckAt",
  "notAfter",
  "notBefore",
  "observedAt",
  "oldestAt",
  "periodEnd",
  "previousSecretExpiresAt",
  "publishedAt",
  "queuedUntil",
  "recordsCheckedAt",
  "releasedAt",
  "renewsFrom",
  "requestedAt",
  "retryAt",
  "revokedAt",
  "runAt",
  "seenAt",
  "settledAt",
  "start",
  "startedAt",
  "stateChangedAt",
  "takenAt",
  "testedAt",
  "unreachableSince",
  "until",
  "updatedAt",
  "viewingUntil",
  "waitUntil",
  "waitingSince",
  "writtenAt",
]);

/** Fields with content that the API does not define: nothing in them is a time. */
const freeFields: ReadonlySet<string> = new Set(["metadata", "fields", "details", "payload", "parts"]);

/** As `toISOString` writes it, which is what the API sends. */
const pattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/**
 * A response with its times as `Date`s, as the endpoint's schema reads it, without the schema. A test compares the two for
 * every field of every endpoint.
 */
export function readDates(value: unknown, name = ""): unknown {
  if (typeof value === "string") return names.has(name) && pattern.test(value) ? new Date(value) : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => readDates(item));
  if (freeFields.has(name) || name === "data") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, readDates(item, key)]));
}
