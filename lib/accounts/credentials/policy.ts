/** Characters of one field of a credential: a private key is the longest. */
export const maxFieldLength = 8_192;
