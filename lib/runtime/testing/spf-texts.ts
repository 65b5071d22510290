import fc from "fast-check";

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/);
const domain = fc
  .tuple(
    fc.array(label, { minLength: 1, maxLength: 3 }),
    fc.constantFrom("com", "example", "org", "Test", "co.uk"),
    fc.constantFrom("", "."),
  )
  .map(([labels, top, dot]) => `${labels.join(".")}.${top}${dot}`);
const spec = fc.oneof(
  { weight: 6, arbitrary: domain },
  { weight: 2, arbitrary: fc.constantFrom("_spf.google.com", "_SPF.Google.com.", "spf.protection.outlook.com") },
  { weight: 1, arbitrary: fc.constantFrom("%{i}._spf.%{d2}", "%{ir}.%{v}._spf.example.com") },
);
const four = fc
  .tuple(fc.ipV4(), fc.option(fc.integer({ min: 0, max: 32 })))
  .map(([ip, length]) => `${ip}${length === null ? "" : `/${length}`}`);
const six = fc
  .tuple(fc.ipV6(), fc.option(fc.integer({ min: 0, max: 128 })))
  .map(([ip, length]) => `${ip}${length === null ? "" : `/${length}`}`);
const prefix = fc.constantFrom("", "", "/24", "/24//64", "//64");
const qualifier = fc.constantFrom("", "", "", "+", "-", "~", "?");

const mechanism = fc
  .tuple(
    qualifier,
    fc.oneof(
      spec.map((text) => `include:${text}`),
      spec.map((text) => `exists:${text}`),
      fc
        .tuple(fc.constantFrom("a", "mx"), fc.option(spec), prefix)
        .map(([name, text, length]) => `${name}${text === null ? "" : `:${text}`}${length}`),
      fc.constantFrom("ptr", "ptr:example.com"),
      four.map((text) => `ip4:${text}`),
      six.map((text) => `ip6:${text}`),
    ),
  )
  .map(([sign, text]) => `${sign}${text}`);

/** Valid SPF records, each as a domain could publish it: with terms behind `all`, and modifiers anywhere. */
export function spfTexts(terms: fc.Arbitrary<string> = mechanism): fc.Arbitrary<string> {
  return fc
    .record({
      version: fc.constantFrom("v=spf1", "v=spf1", "V=SPF1"),
      before: fc.array(terms, { maxLength: 6 }),
      all: fc.option(
        fc.tuple(qualifier, fc.constant("all")).map((parts) => parts.join("")),
        { freq: 4 },
      ),
      behind: fc.oneof(
        { weight: 5, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(terms, { maxLength: 2 }) },
      ),
      redirect: fc.option(
        domain.map((text) => `redirect=${text}`),
        { freq: 1, nil: null },
      ),
      other: fc.option(fc.constantFrom("exp=explain.example.com", "x-note=hello"), { nil: null }),
      at: fc.nat(20),
    })
    .map(({ version, before, all, behind, redirect, other, at }) => {
      const words = [...before, ...(all === null ? [] : [all, ...behind])];
      for (const word of [redirect, other]) if (word !== null) words.splice(at % (words.length + 1), 0, word);
      return [version, ...words].join(" ");
    });
}
