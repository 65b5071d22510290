/**
 * Creates the value at the first call. For large ones, such as an `LRUCache`, which reserves memory for all its entries when it
 * is created (10 ms and 2 MB for 50,000) although most processes, and nearly all tests, never fill it.
 */
export function once<T extends object>(create: () => T): () => T {
  let value: T | undefined;
  return () => {
    value ??= create();
    return value;
  };
}
