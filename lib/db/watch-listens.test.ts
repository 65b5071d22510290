import { expect, it } from "vitest";
import type { Database } from "@/lib/db/client";
import type { Subscription } from "@/lib/db/notifications";
import { watchListens } from "@/lib/db/watch-listens";

it("a subscription that is lost counts as lost from its first failure until it is active again", async () => {
  let nowMs = 0;
  let inner: Subscription | undefined;
  const seen: string[] = [];
  const target = {
    async listen(_channel: string, subscription: Subscription) {
      inner = subscription;
      return async () => undefined;
    },
  } as unknown as Database;
  const { database, listens } = watchListens(target, () => nowMs);
  const unlisten = await database.listen("jobs", {
    onMessage: (payload) => seen.push(payload),
    onReady: () => seen.push("ready"),
    onLost: ({ message }) => seen.push(message),
  });
  const lostForMs = () => listens().find(({ channel }) => channel === "jobs")?.lostForMs;

  nowMs = 1_000;
  expect(lostForMs()).toBe(1_000);
  inner?.onReady();
  expect(lostForMs()).toBe(null);
  nowMs = 2_000;
  inner?.onLost(new Error("ended"));
  nowMs = 5_000;
  inner?.onLost(new Error("refused"));
  expect(lostForMs()).toBe(3_000);
  inner?.onReady();
  inner?.onMessage("a job");
  expect(lostForMs()).toBe(null);
  expect(seen).toEqual(["ready", "ended", "refused", "ready", "a job"]);
  await unlisten();
  expect(listens()).toEqual([]);
});
