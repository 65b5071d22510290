import { readdirSync } from "node:fs";
import { runZoo } from "@/e2e/failure-zoo/run-zoo";
import { zoo } from "@/e2e/failure-zoo/zoo";
import { findingCodes } from "@/lib/diagnosis/finding";
import { detectors } from "@/lib/diagnosis/findings-in-order";

const all: any[] = [];
for (const f of readdirSync("lib/diagnosis/findings")) {
  if (f.endsWith(".ts") && !f.includes(".test"))
    try {
      for (const d of Object.values(await import(`@/lib/diagnosis/findings/${f.slice(0, -3)}`)) as any[])
        if (d?.detect) all.push(d);
    } catch (e) {
      console.log(f, e);
    }
}
all.sort((a, b) => findingCodes.indexOf(a.code) - findingCodes.indexOf(b.code));
if (all.length > detectors.length) {
  console.log("private wiring", all.length);
  (detectors as any[]).splice(0, Infinity, ...all);
}
const want = process.argv[2] ? new RegExp(process.argv[2]) : /./;
const t = performance.now();
const results = await runZoo(zoo.filter((one) => want.test(one.name)));
for (const { zooCase, broken, mended } of results) {
  const codes = (d: typeof broken) => d.findings.map((f) => `${f.code}(${f.severity[0]})`).join(" ");
  const found = broken.findings.map((f) => f.code);
  const ok = found[0] === zooCase.expected.first && (zooCase.expected.also ?? []).every((c) => found.includes(c));
  const alarms = mended.findings.filter((f) => f.severity !== "info").length;
  console.log(
    `${ok ? " " : "X"}${alarms ? "!" : " "} ${zooCase.name} | want ${zooCase.expected.first} ${zooCase.expected.also ?? ""} | got ${codes(broken)} [${broken.evidence.connection?.state} ${broken.evidence.tookMs}] | twin ${codes(mended)} [${mended.evidence.connection?.state} ${mended.evidence.tookMs}]`,
  );
}
console.log(`${Math.round(performance.now() - t)} ms`);
