import { runZoo } from "@/e2e/failure-zoo/run-zoo";
import { zoo } from "@/e2e/failure-zoo/zoo";
const results = await runZoo(zoo.filter((one) => new RegExp(process.argv[2] ?? ".").test(one.name)));
for (const r of results) { console.log(`## ${r.zooCase.name}`); for (const f of r.broken.findings) console.log(`- ${f.code} ${f.severity} ${f.who}: ${f.title} | ${f.explanation} | FIX ${f.fix} | ${f.record ? `${f.record.action} ${f.record.host} ${f.record.type} ${f.record.value}` : "-"} | eta ${f.eta} | ${f.evidence.join("; ")}`); }
