/** What changed after `cursor`. `more`: other connections may have changed too, so everything shown must be read again. */
export type Changes = { cursor: string; connectionIds: string[]; more: boolean };

export type ChangeFeed = {
  /**
   * What changed since `after`, waiting at most `waitMs` for it. Without `after`: a cursor of now.
   * @throws Refusal invalid (cursor), rate_limited where too many wait already
   */
  read(tenantId: string, after: string | null, waitMs: number, signal?: AbortSignal): Promise<Changes>;
  close(): Promise<void>;
};
