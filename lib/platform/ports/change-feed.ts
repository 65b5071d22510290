/** What changed after `cursor`. `more`: more than these, or nobody knows what: whatever is shown must be read again. */
export type Changes = { cursor: string; connectionIds: string[]; more: boolean };

export type ChangeFeed = {
  /**
   * What changed since `after`, waiting for it for at most `waitMs`. Without `after`: a cursor of now.
   * @throws Refusal invalid (cursor), rate_limited where too many wait already
   */
  read(tenantId: string, after: string | null, waitMs: number, signal?: AbortSignal): Promise<Changes>;
  close(): Promise<void>;
};
