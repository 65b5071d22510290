import { runZoo } from "@/e2e/failure-zoo/run-zoo";
import { zoo } from "@/e2e/failure-zoo/zoo";
import { falseAlarms, isRecognised, tableOf, unexpected } from "@/e2e/failure-zoo/zoo-report";

const wanted = new RegExp(process.argv[2] ?? ".");
const results = await runZoo(zoo.filter(({ name }) => wanted.test(name)));
console.log(tableOf(results));
for (const r of results)
  if (!isRecognised(r) || unexpected(r).length + falseAlarms(r).length > 0 || process.argv[3])
    console.log(
      r.zooCase.name,
      r.broken.evidence.connection?.state,
      r.fixed.evidence.connection?.state,
      JSON.stringify(r.broken.findings, null, 1),
      JSON.stringify(falseAlarms(r)),
    );
process.exit(0);
