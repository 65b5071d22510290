import type { FlowProblem } from "@/widget/flow/state";
import { type LatchkeyError, LatchkeyRequestError, LatchkeySessionError } from "@/widget/skins/options";

const sessionCodes: ReadonlySet<string> = new Set(["token_expired", "unauthorized"]);

/** What the page learns of a problem of the flow. */
export function toError({ code, message, retry, requestId }: FlowProblem): LatchkeyError {
  const Kind = sessionCodes.has(code) ? LatchkeySessionError : LatchkeyRequestError;
  return new Kind(code, message, retry, requestId);
}
