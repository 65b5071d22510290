/** Where there is a code and no text, or none that says what is the case here. */
const knownReasons: Record<string, string> = {
  ECONNREFUSED: "nothing listens at its address",
  ECONNRESET: "it closed the connection",
  EPIPE: "it closed the connection",
  ENOTFOUND: "the name of its host does not exist",
  EAI_AGAIN: "the name of its host cannot be looked up",
  ETIMEDOUT: "it does not answer",
  EHOSTUNREACH: "its host cannot be reached",
  ENETUNREACH: "its network cannot be reached",
  // lock_not_available: a migration gave up, so that nobody waits behind it.
  "55P03": "another transaction holds a lock that a migration needs",
};

/**
 * PostgreSQL's classes: no connection (a pooler's 08P01 too), a standby where the primary was, no authorization, no such
 * database, too many connections, shutting down or starting.
 */
const serverCodes = /^(08...|25006|28...|3D000|53300|57P0[123])$/;
/** Prisma's own: no connection, time-outs, none free. And `N/A` for one of the connection. */
const prismaCodes = /^(P1001|P1002|P1008|P1017|P2024|P2028|N\/A)$/;
/** Errors of the driver that have no code. */
const driverTexts =
  /^(timeout expired|timeout exceeded when trying to connect|Connection terminated|Query read timeout)|Client has encountered a connection error/;
/** How Prisma passes an error of the database on. */
const prismaText = /(?:Raw query failed|Database error)\. Code: `(.+?)`\. Message: `(.+)`\s*$/s;

/** Prisma's adapter throws the failure of a COMMIT as its own error. What the database said is in its cause, which is no Error. */
type AdapterError = { name: "DriverAdapterError"; cause: { kind: string; originalCode?: string } };
const adapterKinds = new Set(["ConnectionClosed", "DatabaseNotReachable", "SocketTimeout"]);

/** Why the database cannot be used right now, where trying again helps; null: it is there, and something else is wrong. */
export function whyUnavailable(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const [, code = codeOf(error), text = error.message] = prismaText.exec(error.message) ?? [];
  const known = knownReasons[code];
  if (known !== undefined) return `${known} (${code})`;
  const isUnavailable =
    serverCodes.test(code) || prismaCodes.test(code) || adapterKinds.has(code) || driverTexts.test(text);
  return isUnavailable ? text : whyUnavailable(error.cause);
}

function codeOf(error: Error): string {
  if ("code" in error) return String(error.code);
  if (error.name !== "DriverAdapterError") return "";
  const { kind, originalCode } = (error as AdapterError).cause;
  return originalCode ?? kind;
}
