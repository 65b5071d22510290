import fc from "fast-check";
import { expect, it } from "vitest";
import { mergeSpf } from "@/lib/dns/email/merge-spf";
import { isMechanism, isSpf, liveTerms, parseSpf, printSpf, type SpfRecord, spfDomain } from "@/lib/dns/email/spf";
import { spfTexts } from "@/lib/runtime/testing/spf-texts";

const include = "_spf.google.com";

function read(text: string): SpfRecord {
  const parsed = parseSpf(text);
  if ("fault" in parsed) throw new Error(`${text}: ${parsed.fault.problem}`);
  return parsed;
}

it("prints what it has read, and reads what it has printed", () => {
  fc.assert(
    fc.property(spfTexts(), (text) => {
      expect(printSpf(read(text))).toBe(text);
      expect(parseSpf(printSpf(read(text)))).toEqual(read(text));
    }),
  );
});

it("never throws on any text, and knows SPF by its version alone", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (noise) => {
      for (const text of [noise, `v=spf1${noise}`, `v=spf1 ${noise}`]) expect(() => parseSpf(text)).not.toThrow();
    }),
  );
  expect(["v=spf1", "V=SPF1 -all", "v=spf1  "].map(isSpf)).toEqual([true, true, true]);
  expect(["v=spf10 -all", "v=spf1;", " v=spf1", '"v=spf1 -all"', "v=spf2.0/pra"].map(isSpf)).toEqual(
    Array(5).fill(false),
  );
});

it.each([
  ["v=spf1 ip:192.0.2.1 -all", "ip:192.0.2.1"],
  ["v=spf1 include -all", "include"],
  ["v=spf1 include: -all", "include:"],
  ["v=spf1 include:localhost -all", "include:localhost"],
  ["v=spf1 ip4:192.0.2.256 -all", "ip4:192.0.2.256"],
  ["v=spf1 ip4:192.0.2.1/33 -all", "ip4:192.0.2.1/33"],
  ["v=spf1 ip4:192.0.2.0/024 -all", "ip4:192.0.2.0/024"],
  ["v=spf1 ip6:192.0.2.1 -all", "ip6:192.0.2.1"],
  ["v=spf1 all: mx", "all:"],
  ["v=spf1 a/33", "a/33"],
  ["v=spf1 a:example.com/24//129", "a:example.com/24//129"],
  ["v=spf1 redirect=a.example redirect=b.example", "redirect="],
  ["v=spf1 exists:%{q}.example.com", "exists:%{q}.example.com"],
  ["v=spf1 include:example.com.123", "include:example.com.123"],
  ["v=spf1 mx\t-all", "mx\t-all"],
])("finds the error in %s", (text, term) => {
  expect(parseSpf(text)).toMatchObject({ fault: { term } });
});

it("merges once: what is merged is present, every term stays in its order, and nothing is stricter", () => {
  fc.assert(
    fc.property(spfTexts(), (text) => {
      const merge = mergeSpf([text], include);
      if (merge.kind === "refused") return;
      expect(mergeSpf([merge.after], include)).toEqual({ kind: "present", before: [merge.after], after: merge.after });
      const terms = printSpf(read(merge.after)).split(" ");
      // Taking the added term out leaves the record as it was.
      if (merge.kind === "merged") {
        const at = terms.indexOf(`include:${include}`);
        expect(terms.filter((_, index) => index !== at).join(" ")).toBe(text);
      }
      const live = liveTerms(read(merge.after)).mechanisms;
      expect(live.some((term) => isMechanism(term, "include") && spfDomain(term.target ?? "") === include)).toBe(true);
    }),
  );
});

it("makes one record of several: a receiver accepts it, and finds every live term of each", () => {
  fc.assert(
    fc.property(fc.array(spfTexts(), { minLength: 2, maxLength: 4 }), (texts) => {
      const merge = mergeSpf(texts, include);
      if (merge.kind === "refused") return;
      expect(merge.kind).toBe("merged");
      const after = read(merge.after);
      expect(mergeSpf([merge.after], include).kind).toBe("present");
      const kept = new Set(
        liveTerms(after).mechanisms.map(
          ({ name, target, prefix }) => `${name} ${target?.toLowerCase().replace(/\.$/, "")}${prefix}`,
        ),
      );
      for (const term of texts.flatMap((text) => liveTerms(read(text)).mechanisms)) {
        if (term.name === "all" || term.target?.includes("%")) continue;
        expect(kept).toContain(`${term.name} ${term.target?.toLowerCase().replace(/\.$/, "")}${term.prefix}`);
      }
    }),
  );
});

it.each([
  [[], "v=spf1 include:_spf.google.com ~all"],
  [["v=spf1 -all"], "v=spf1 include:_spf.google.com -all"],
  [["v=spf1 mx ?all"], "v=spf1 mx include:_spf.google.com ?all"],
  [["v=spf1 redirect=other.example"], "v=spf1 include:_spf.google.com redirect=other.example"],
  [["v=spf1 mx"], "v=spf1 mx include:_spf.google.com"],
  [["v=spf1 -all include:_spf.google.com"], "v=spf1 include:_spf.google.com -all include:_spf.google.com"],
  [["google-site-verification=1", "V=SPF1 a ~all"], "V=SPF1 a include:_spf.google.com ~all"],
  [["v=spf1 a -all", "v=spf1 mx ~all"], "v=spf1 a mx include:_spf.google.com ~all"],
  [["v=spf1 redirect=x.example", "v=spf1 mx -all"], "v=spf1 include:x.example mx include:_spf.google.com -all"],
])("merges %j", (texts, after) => {
  expect(mergeSpf(texts, include)).toMatchObject({ kind: "merged", after });
});

it.each(["v=spf1 include:_spf.google.com ~all", "v=spf1 +Include:_SPF.google.com. -all"])(
  "changes nothing in %s",
  (text) => {
    expect(mergeSpf([text], include)).toMatchObject({ kind: "present", after: text });
  },
);

it("leaves a contradiction and an error to the owner", () => {
  expect(mergeSpf(["v=spf1 -include:_spf.google.com ~all"], include)).toMatchObject({
    kind: "refused",
    because: "qualifier",
  });
  expect(mergeSpf(["v=spf1 ip:1.2.3.4 ~all"], include)).toMatchObject({ kind: "refused", because: "invalid" });
});
