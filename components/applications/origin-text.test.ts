import { expect, test } from "vitest";
import { originProblem } from "@/components/applications/origin-text";

const example = "https://shops.example.net";

test.each(["https://shops.example.net", " http://127.0.0.1:4000 ", "https://shops.example.net/"])(
  "%s can be an origin",
  (typed) => {
    expect(originProblem(typed, example)).toBeNull();
  },
);

test.each([
  ["shops.example.net", "Begin with https://"],
  ["ftp://shops.example.net", "Only http and https"],
  ["https://", "not a URL"],
  ["https://shops.example.net/cart?x=1", "https://shops.example.net. No path"],
  ["https://ada:secret@shops.example.net", "https://shops.example.net. No path"],
])("%s is refused, with what to enter instead", (typed, words) => {
  expect(originProblem(typed, example)).toContain(words);
});
