/** At most `max` characters: both ends, because the end of a hostname names the domain. Pure. */
export function cutMiddle(text: string, max: number): string {
  const characters = [...text];
  if (characters.length <= max) return text;
  const tail = Math.floor((max - 1) / 2);
  return `${characters.slice(0, max - 1 - tail).join("")}…${characters.slice(characters.length - tail).join("")}`;
}
