/** Variables of these names are ours, or nobody's. */
const ownPrefix = /^(EDGE|LATCHKEY|DNS|SANDBOX)_/;

/** Short names are a typing error away from too many others. */
const minNameLength = 7;

/** A sentence for each variable that seems to be one of ours, misspelt, and so has no effect. Pure. */
export function unknownVariables(given: readonly string[], known: readonly string[]): string[] {
  return given
    .filter((name) => !known.includes(name))
    .flatMap((name) => {
      const meant = name.length < minNameLength ? undefined : known.find((other) => isOneEditAway(name, other));
      if (meant !== undefined) return [`${name} is not a setting of Latchkey: did you mean ${meant}?`];
      return ownPrefix.test(name) ? [`${name} is not a setting of Latchkey and has no effect`] : [];
    });
}

/** One character missing, added or different, or two neighbours exchanged. */
function isOneEditAway(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  const [restOfOne, restOfOther] = [one.slice(start), other.slice(start)];
  return (
    restOfOne.slice(1) === restOfOther ||
    restOfOne === restOfOther.slice(1) ||
    restOfOne.slice(1) === restOfOther.slice(1) ||
    `${restOfOne[1]}${restOfOne[0]}${restOfOne.slice(2)}` === restOfOther
  );
}
