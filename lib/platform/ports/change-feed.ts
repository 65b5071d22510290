/** What changed after `cursor`. `more`: other connections may have changed too, so everything shown must be read again. */
export type Changes = { cursor: string; connectionIds: string[]; more: boolean };

/** Who waits: `principal` is a session, a key or a token of the tenant. */
export type ChangeReader = { tenantId: string; principal: string };

export type ChangeFeed = {
  /**
   * What changed since `after`, waiting at most `waitMs` for it; not at all where the reader's share of the waiting requests
   * is taken. Without `after`: a cursor of now.
   * @throws Refusal invalid (cursor)
   */
  read(reader: ChangeReader, after: string | null, waitMs: number, signal?: AbortSignal): Promise<Changes>;
  /** Ends all waits, now and from now on: this process stops. */
  endWaits(): void;
  close(): Promise<void>;
};
