// Which tests of a run have failed, and whether they are examined once more when nothing else runs on the machine.
import { join, relative } from "node:path";

/**
 * @typedef {{ file: string, name: string, message: string }} Failure `file`: relative to the project
 */

/** Of more failures than this, the machine is not the cause. */
export const MOST_AGAIN = 3;

/** fast-check's words. The second run would generate other inputs, and lose the one that was found. */
const counterexample = /Property failed after|Counterexample:/;

/** @returns {Failure[]} of the report of Vitest's reporter `json` */
export function failuresOfVitest({ testResults = [] }, root) {
  return testResults.flatMap(({ name, message = "", assertionResults = [] }) => {
    const file = relative(root, name);
    const failed = assertionResults.filter(({ status }) => status === "failed");
    // A file that could not be loaded has no tests.
    if (failed.length === 0) return message ? [{ file, name: "the file", message }] : [];
    return failed.map(({ fullName, failureMessages = [] }) => ({
      file,
      name: fullName,
      message: failureMessages.join("\n"),
    }));
  });
}

/** @returns {Failure[]} of the report of Playwright's reporter `json` */
export function failuresOfPlaywright({ suites = [] }) {
  return suites.flatMap((suite) => failuresOfSuite(suite, join("e2e", suite.file)));
}

function failuresOfSuite({ suites = [], specs = [] }, file) {
  return [
    ...suites.flatMap((suite) => failuresOfSuite(suite, file)),
    ...specs.flatMap(({ title, tests }) =>
      tests
        .filter(({ status }) => status === "unexpected")
        .map(({ results }) => ({
          file,
          name: title,
          message: results.map(({ error }) => error?.message ?? "").join("\n"),
        })),
    ),
  ];
}

/** Whether they may be the busy machine's: few, and no counterexample of a property. */
export function mayBeChance(failures) {
  return (
    failures.length > 0 &&
    failures.length <= MOST_AGAIN &&
    !failures.some(({ message }) => counterexample.test(message))
  );
}
