/** FNV-1a, 32 bits, mixed once more because hostnames differ in few characters. Not for secrets. */
export function hashText(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value ^= value >>> 16;
  return Math.imul(value, 0x45d9f3b) >>> 0;
}
