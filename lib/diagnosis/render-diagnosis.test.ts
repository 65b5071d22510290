import { expect, it } from "vitest";
import { renderDiagnosis } from "@/lib/diagnosis/render-diagnosis";
import { challenge } from "@/lib/dns/records/challenge";
import { diagnoseFake, testChallenge } from "@/lib/runtime/testing/diagnosis";

const at = challenge.name("shop.acme.com");
const healthy = { [`${at} TXT`]: [testChallenge], "shop.acme.com CNAME": ["edge.latchkey.test"] };

it("prints what to do with the value uncut, however narrow the terminal", async () => {
  const { evidence, findings } = await diagnoseFake({ records: {} });
  for (const width of [20, 60, 200]) {
    const text = renderDiagnosis(evidence, findings, { colors: false, width });
    expect(text).toContain("✗ The TXT record is not there yet");
    expect(text).toMatch(new RegExp(`Host +${challenge.name("shop")}\n`));
    expect(text).toContain(testChallenge);
    expect(text).toMatch(/More +docs\/troubleshooting\.md#txt-missing\n/);
  }
});

it("says so where nothing is wrong, and does not where something is", async () => {
  const well = await diagnoseFake({ records: healthy });
  expect(renderDiagnosis(well.evidence, well.findings, { colors: false, width: 80 })).toContain("✓ Nothing is wrong.");
  const ill = await diagnoseFake({ records: {} });
  expect(renderDiagnosis(ill.evidence, ill.findings, { colors: false, width: 80 })).not.toContain("Nothing is wrong");
});

it("paints for a terminal only", async () => {
  const { evidence, findings } = await diagnoseFake({ records: {} });
  expect(renderDiagnosis(evidence, findings, { colors: false, width: 80 })).not.toContain("\x1b");
  expect(renderDiagnosis(evidence, findings, { colors: true, width: 80 })).toContain("\x1b[31m✗\x1b[0m");
});
