import { describe, expect, it } from "vitest";
import { actorName, eventTitle } from "@/components/connections/event-title";

describe("who did it", () => {
  it("names a person where the name is known", () => {
    const names = new Map([
      ["1", "you"],
      ["2", "Ada"],
    ]);
    expect(actorName("user:1", names)).toBe("by you");
    expect(actorName("user:2", names)).toBe("by Ada");
    expect(actorName("user:3", names)).toBe("by a member of your team");
  });

  it("names the actor if it was not a member of the team", () => {
    expect(actorName("key:9")).toBe("by an API key");
    expect(actorName("staff:1", new Map([["1", "you"]]))).toBe("by Latchkey's support");
    expect(actorName("link")).toBe("by the person who has the link");
    expect(actorName("worker")).toBe("by Latchkey");
  });
});

it("an event of a type that is not known here is shown as it is", () => {
  expect(eventTitle("domain.sold")).toBe("domain.sold");
  expect(eventTitle("domain.drift")).toBe("The records no longer lead here");
});
