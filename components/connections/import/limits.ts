/** Of one list. Apart from its reader, which has the Public Suffix List and is loaded later. */
export const maxRows = 10_000;
export const maxBytes = 4_000_000;
