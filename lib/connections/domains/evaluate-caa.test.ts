import { describe, expect, it } from "vitest";
import { type CaaStep, evaluateCaa } from "@/lib/connections/domains/evaluate-caa";

const ours = ["letsencrypt.org"];
const step = (name: string, ...sets: string[][]): CaaStep => ({ name, host: name, sets });
const evaluate = (values: string[], identities = ours) => evaluateCaa([step("example.com", values)], identities);

describe("evaluateCaa", () => {
  it.each([
    [['0 issue "letsencrypt.org"']],
    [['0 issue "digicert.com"', '0 issue "letsencrypt.org"']],
    [['0 ISSUE "LetsEncrypt.org"']],
    [['0 issue "letsencrypt.org; validationmethods=dns-01,http-01"']],
    [['128 issue "letsencrypt.org"']],
    [['127 tbs "not critical"', '0 issue "letsencrypt.org"']],
    [['0  "no tag"', '0 issue "letsencrypt.org"']],
    [['0 issue "letsencrypt.org;"']],
    [['0 issue " \t letsencrypt.org \t ; \t "']],
    [['0 issue "letsencrypt.org;a=b;c-d = e=f,g"']],
    [['0 issue "letsencrypt.org; foo="']],
    [['0 issue "letsencrypt.org; foo"', '0 issue "letsencrypt.org"']],
    [['0 contactemail "a@example.com"', '0 contactphone "1"']],
    // A tag outside of the grammar is no issue property.
    [['0 issue. "letsencrypt.net"']],
    [['0 iodef "mailto:security@example.com"']],
    // Wildcards are another question: we ask for single names.
    [['0 issuewild ";"']],
    [['0 issuemail ";"']],
    [['0 tbs "unknown"']],
    [['0 issue "letsencrypt.org; accounturi=https://ca.example/1"', '0 issue "letsencrypt.org"']],
  ])("lets our CA issue under %j", (values) => {
    expect(evaluate(values)).toMatchObject({ verdict: "allowed", host: "example.com", records: values });
  });

  it.each([
    [['0 issue "digicert.com"']],
    // RFC 8659, section 4.2: outside of the grammar, so it names nobody.
    [['0 issue "letsencrypt.org; foo"']],
    [['0 issue "letsencrypt.org; foo=bar;"']],
    [['0 issue "letsencrypt.org; =bar"']],
    [['0 issue "letsencrypt.org; foo=b ar"']],
    [['0 issue "letsencrypt.org; ; foo=bar"']],
    [['0 issue "letsencrypt.org foo=bar"']],
    [['0 issue "letsencrypt.org, digicert.com"']],
    [['0 issue "letsencrypt.org."']],
    [['0 issue ".letsencrypt.org"']],
    [['0 issue "-letsencrypt.org"']],
    [['0 issue "letsencrypt-.org"']],
    [['0 issue "letsencrypt..org"']],
    [['0 issue "https://letsencrypt.org"']],
    [['0 issue ""letsencrypt.org""']],
    [['0 issue "letsencrypt.org\u00a0"']],
    [['0 issue "letsencrypt.org\n"']],
    [['0 issue "letsencrypt.org\0"']],
    [['0 issue "l\u00e9tsencrypt.org"']],
    [['0 issue "%"', '0 iodef "mailto:a@example.com"']],
    [['0 issue "letsencrypt.org; validationmethods="']],
    [['0 issue "letsencrypt.org; validationmethods=HTTP-01"']],
    [['0 issue "letsencrypt.org; validationmethods=http-01; validationmethods=dns-01"']],
    [['0 issue "letsencrypt.org; accounturi=https://ca.example/1; accounturi=https://ca.example/2"']],
    [['0 issue ";"']],
    [['0 issue ""']],
    [['0 issue "notletsencrypt.org"']],
    [['0 issue "letsencrypt.org.example.com"']],
    [['0 issuewild "letsencrypt.org"', '0 issue "digicert.com"']],
    [['0 issue "letsencrypt.org; validationmethods=dns-01"']],
    [['128 tbs "unknown"', '0 issue "letsencrypt.org"']],
    [['255 tbs "unknown"', '0 issue "letsencrypt.org"']],
    [['128 issue-wild "letsencrypt.org"', '0 issue "letsencrypt.org"']],
    [['128  "no tag"', '0 issue "letsencrypt.org"']],
    [['128 two words "no tag"', '0 issue "letsencrypt.org"']],
  ])("sees that %j forbid it", (values) => {
    expect(evaluate(values)).toMatchObject({ verdict: "forbidden", host: "example.com", records: values });
  });

  it("names the record that would let our CA issue", () => {
    const report = evaluate(['0 issue "digicert.com"']);
    expect(report).toMatchObject({ reason: "not_listed", issuer: "letsencrypt.org" });
    expect(report.explanation).toContain('0 issue "letsencrypt.org"');
  });

  it("does not claim to know whose account a record is bound to", () => {
    expect(evaluate(['0 issue "letsencrypt.org; accounturi=https://ca.example/acct/1"'])).toMatchObject({
      verdict: "unknown",
      reason: "account_bound",
    });
  });

  it("knows nothing about restrictions where it does not know what our CA goes by", () => {
    expect(evaluate(['0 issue "letsencrypt.org"'], []).verdict).toBe("unknown");
    expect(evaluate([], []).verdict).toBe("allowed");
    expect(evaluate(['0 iodef "mailto:a@example.com"'], []).verdict).toBe("allowed");
  });

  it("climbs until records are found, and no further", () => {
    const steps = [
      step("a.shop.example.com", []),
      step("shop.example.com", ['0 issue "letsencrypt.org"']),
      step("example.com", ['0 issue ";"']),
    ];
    expect(evaluateCaa(steps, ours)).toMatchObject({ verdict: "allowed", host: "shop.example.com" });
    expect(evaluateCaa([...steps.slice(0, 1), ...steps.slice(2)], ours)).toMatchObject({
      verdict: "forbidden",
      host: "example.com",
    });
  });

  it("lets everybody issue where nobody has published anything", () => {
    const report = evaluateCaa([step("shop.example.com", [], []), step("example.com", [])], ours);
    expect(report).toEqual({
      verdict: "allowed",
      reason: "no_records",
      host: null,
      records: [],
      issuer: null,
      failure: null,
      explanation: expect.any(String),
    });
  });

  it("does not climb past a name whose records could not be read", () => {
    const silent: CaaStep = { name: "shop.example.com", host: "shop.example.com", sets: null, reason: "timeout" };
    const report = evaluateCaa([silent, step("example.com", ['0 issue "letsencrypt.org"'])], ours);
    expect(report).toMatchObject({
      verdict: "unknown",
      reason: "unreadable",
      failure: "timeout",
      host: "shop.example.com",
    });
    expect(report.explanation).toContain("timeout");
  });

  it("goes by the strictest of servers that differ", () => {
    const allowing = ['0 issue "letsencrypt.org"'];
    const forbidding = ['0 issue "digicert.com"'];
    expect(evaluateCaa([step("example.com", allowing, forbidding)], ours)).toMatchObject({
      verdict: "forbidden",
      records: [...allowing, ...forbidding],
    });
    expect(evaluateCaa([step("example.com", [], allowing)], ours).verdict).toBe("allowed");
  });

  it("says that records behind an alias apply only while the alias exists", () => {
    const behind: CaaStep = { name: "shop.example.com", host: "shops.example.net", sets: [['0 issue ";"']] };
    const report = evaluateCaa([behind], ours);
    expect(report).toMatchObject({ verdict: "forbidden", host: "shops.example.net" });
    expect(report.explanation).toContain("as long as shop.example.com is an alias");
  });
});
