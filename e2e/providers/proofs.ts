/** What each adapter was run against: the server's own software, or our stand-in and the client of others that works there. */
export const proofs: Readonly<Record<string, string>> = {};
