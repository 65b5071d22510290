import { toASCII } from "tr46";

export const maxNameLength = 253;

/** UTS 46 drops some characters, so an input may be longer than its name; the work must still be bounded. */
export const maxInputLength = 1_024;
/** With a dot at the end. */
const maxMapped = maxNameLength + 1;
const maxIgnorable = maxNameLength;
const ignorable = /\p{Default_Ignorable_Code_Point}/u;

/**
 * Whether a name that is typed is short enough to be mapped: before and after, without the characters that mapping drops, it
 * has 253 at most and a dot at the end. One character can become 18 (U+FDFA), and what an A-label costs grows with the square of its length.
 */
export function isMappable(input: string): boolean {
  if (input.length > maxInputLength) return false;
  let length = 0;
  let dropped = 0;
  for (const character of input) {
    if (character <= "\x7f") length += 1;
    else if (ignorable.test(character)) dropped += 1;
    else length += Array.from(character.normalize("NFKC")).length;
    if (length > maxMapped || dropped > maxIgnorable) return false;
  }
  return true;
}

export const uts46 = { checkBidi: true, checkJoiners: true, transitionalProcessing: false } as const;

/**
 * UTS 46, non-transitional; null where it refuses. Hyphens, ASCII characters and lengths are not checked.
 * @param input is mappable
 */
export function toAsciiName(input: string): string | null {
  return toASCII(input, uts46);
}
