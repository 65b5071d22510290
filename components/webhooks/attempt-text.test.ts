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

test("a response is shown with its status and its time", () => {
  expect(attemptText(attempt)).toBe("Your server responded 200 after 84 ms.");
});

test("an error that the status does not say is added", () => {
  const text = attemptText({ ...attempt, statusCode: 302, error: "Redirects are not followed." });
  expect(text).toBe("Your server responded 302 after 84 ms. Redirects are not followed.");
});

test("a missing response is shown as such", () => {
  const text = attemptText({ ...attempt, statusCode: null, error: "The connection was refused", durationMs: 5_004 });
  expect(text).toBe("The connection was refused. It took 5.0 s.");
});

test("durations are in milliseconds below a second, else in seconds", () => {
  expect(durationText(999)).toBe("999 ms");
  expect(durationText(1_000)).toBe("1.0 s");
});
