import { expect, test } from "vitest";
import { attemptText, durationText } from "@/components/webhooks/attempt-text";

const attempt = {
  number: 1,
  startedAt: new Date(0),
  durationMs: 84,
  statusCode: 200,
  error: null,
  responseExcerpt: null,
};

test("an answer is told with its status and its time", () => {
  expect(attemptText(attempt)).toBe("Your server answered 200 after 84 ms.");
});

test("what the status does not say stands beside it", () => {
  const text = attemptText({ ...attempt, statusCode: 302, error: "Redirects are not followed." });
  expect(text).toBe("Your server answered 302 after 84 ms. Redirects are not followed.");
});

test("silence is told as such", () => {
  const text = attemptText({ ...attempt, statusCode: null, error: "The connection was refused", durationMs: 5_004 });
  expect(text).toBe("The connection was refused. It took 5.0 s.");
});

test("durations are in the unit that people read", () => {
  expect(durationText(999)).toBe("999 ms");
  expect(durationText(1_000)).toBe("1.0 s");
});
