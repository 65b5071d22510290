const maxLength = 200;
const minPatternLength = 3;

/**
 * A rough upper bound of how much a secret takes to guess, in bits: each character counts as one choice among the characters
 * that occur, and a repetition of what came before or a run such as `aaa`, `abc` or `321` counts as one character in all.
 * It recognizes patterns, not words, so it refuses what is certainly weak and proves nothing about the rest. Pure.
 */
export function estimateEntropyBits(secret: string): number {
  const text = secret.slice(0, maxLength);
  let characters = 0;
  for (let at = 0; at < text.length; characters += 1) {
    const pattern = Math.max(runLength(text, at), repeatLength(text, at));
    at += pattern >= minPatternLength ? pattern : 1;
  }
  return characters * Math.log2(Math.max(1, new Set(text).size));
}

/** How far the characters from `at` on stay equal, ascend by one or descend by one. */
function runLength(text: string, at: number): number {
  const step = text.charCodeAt(at + 1) - text.charCodeAt(at);
  if (!(Math.abs(step) <= 1)) return 1;
  let end = at + 1;
  while (text.charCodeAt(end) - text.charCodeAt(end - 1) === step) end += 1;
  return end - at;
}

/** The longest text from `at` on that also begins earlier; the two may overlap. */
function repeatLength(text: string, at: number): number {
  let longest = 0;
  for (let from = 0; from < at; from += 1) {
    let length = 0;
    while (at + length < text.length && text[from + length] === text[at + length]) length += 1;
    longest = Math.max(longest, length);
  }
  return longest;
}
