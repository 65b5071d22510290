/** Characters of a value that only the mail provider shows, such as a DKIM key. */
export const maxParameter = 4_096;
