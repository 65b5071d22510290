/** More than any browser sends. The header may be anything. */
const maxLanguages = 20;

/** The tags of an `Accept-Language` header, the most wanted first (RFC 9110, 12.5.4). */
export function acceptedLanguages(header: string | null): string[] {
  return (header ?? "")
    .split(",", maxLanguages)
    .map((part) => {
      const [tag = "", ...parameters] = part.split(";").map((text) => text.trim());
      const weight = parameters.find((text) => /^q=/i.test(text))?.slice(2);
      return { tag, weight: weight === undefined ? 1 : Number(weight) || 0 };
    })
    .filter(({ tag, weight }) => tag !== "" && tag !== "*" && weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag);
}
