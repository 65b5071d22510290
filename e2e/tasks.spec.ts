import { test } from "@/e2e/support/browser-test";
import { createPerson, hurried } from "@/e2e/tasks/person";
import { tasks } from "@/e2e/tasks/tasks";

// Without pauses: that each task can be done with what is on the pages. `npm run tasks` counts and times them.
for (const task of tasks) {
  test.describe(task.person, () => {
    test.use({ as: task.as ?? "visitor", viewport: task.viewport });
    test(task.goal, async ({ page, sandbox }) => {
      const runId = Math.random().toString(36).slice(2, 8);
      await task.work({ sandbox, runId, start: async () => createPerson(page, hurried) });
    });
  });
}
