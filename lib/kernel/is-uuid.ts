const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** In lower case, as the database and the API write it. */
export function isUuid(text: string): boolean {
  return uuid.test(text);
}
