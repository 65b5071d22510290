/** What can be wrong with an installation, and what that means: labels of latchkey_problems, sentences of /healthz. */
export const problemCatalog = {
  dns_unreachable:
    "A worker gets no answers from DNS: nearly all domains that it asked about lately were silent. Changes of records are not noticed.",
  listen_lost:
    "A process has lost its subscription to notifications of the database, and asks it every few seconds instead.",
  no_worker: "No worker has reported within the last minute: nothing is checked, and no webhook is sent.",
  queue_late: "Work that somebody waits for has been due for more than a minute.",
  rechecks_late: "Routine checks are more than one interval late.",
} as const;

export type ProblemCode = keyof typeof problemCatalog;

/** `text` says more than the catalogue: which process, and since when. */
export type Problem = { code: ProblemCode; text: string };

export const problemCodes = Object.keys(problemCatalog) as ProblemCode[];
