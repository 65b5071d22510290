import type { Credential, CredentialField } from "@/lib/dns/adapters/adapter";

const shownCharacters = 4;
/** Of a shorter secret, four characters would be too much of it. */
const minSecretLength = 16;
const maxHintLength = 200;
const dots = "••••";

/** What may be shown of a credential, by field, so that people know which token it is. */
export function hintsOf(fields: readonly CredentialField[], credential: Credential): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap(({ name, secret }) => {
      const value = credential[name];
      if (value === undefined) return [];
      return [[name, secret ? `${dots}${endOf(value)}` : value.slice(0, maxHintLength)]];
    }),
  );
}

/** Nothing of a key that comes as a file: its end is the same in all of them. */
function endOf(secret: string): string {
  const end = secret.slice(-shownCharacters);
  return secret.length >= minSecretLength && /^[\w.+/=-]+$/.test(end) && !/\s/.test(secret) ? end : "";
}
