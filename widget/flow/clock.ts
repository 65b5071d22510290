/** Of the browser, or of a test. */
export type Clock = {
  /** In ms since the epoch. */
  now(): number;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
};
