import { answerATicket } from "@/e2e/tasks/answer-a-ticket";
import { callTheApi } from "@/e2e/tasks/call-the-api";
import { connectAFirstDomain } from "@/e2e/tasks/connect-a-first-domain";
import { explainAStuckDomain } from "@/e2e/tasks/explain-a-stuck-domain";
import { publishRequestedRecords } from "@/e2e/tasks/publish-requested-records";
import type { Task } from "@/e2e/tasks/task";

/** What the five kinds of people came for. */
export const tasks: readonly Task[] = [
  connectAFirstDomain,
  callTheApi,
  publishRequestedRecords,
  answerATicket,
  explainAStuckDomain,
];
