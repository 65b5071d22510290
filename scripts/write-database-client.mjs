// npm run database-client: writes prisma/client.js. Run it after each change of prisma/schema.prisma.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleDatabaseClient, storedClient } from "./database-client.mjs";
import { generateClient, installPackages, root } from "./prepare.mjs";
import { createSteps } from "./steps.mjs";

const steps = createSteps();
await installPackages(steps, { withDevelopment: true });
await generateClient(steps);
writeFileSync(join(root, storedClient), await bundleDatabaseClient());
console.log(`${storedClient} is written.`);
