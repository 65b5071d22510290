import { AsyncLocalStorage } from "node:async_hooks";

/** Whose share of the pool's connections the running code uses, outermost first, as in `FairSlots`. */
type Share = { path: readonly string[] };

// A query does not know for whom it runs, and Prisma passes nothing of ours on: the asynchronous context does.
const shares = new AsyncLocalStorage<Share>();

/** What nobody asked for, such as the queue of jobs and sweeps, takes what is free. */
const installation: readonly string[] = [];

/** Runs `work`; its connections to the database count toward this share. */
export function withConnectionShare<T>(path: readonly string[], work: () => T): T {
  return shares.run({ path }, work);
}

/** From now on, what runs in this request counts toward another share: once it is known who the caller is. */
export function changeConnectionShare(path: readonly string[]): void {
  const share = shares.getStore();
  if (share) share.path = path;
}

export function connectionShare(): readonly string[] {
  return shares.getStore()?.path ?? installation;
}
