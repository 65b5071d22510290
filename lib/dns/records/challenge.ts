const prefix = "cd-verify-";

/** The TXT record that proves control of a hostname. No server imports: examples in a browser use it too. */
export const challenge = {
  /** Where the record is published. */
  name: (hostname: string): string => `_customdomain-challenge.${hostname}`,
  /** @param token random, and different for each connection */
  value: (token: string): string => `${prefix}${token}`,
  /** Whether the value was issued for some connection, of this or another account. */
  isOurs: (value: string): boolean => value.startsWith(prefix),
};
