import { expect, test } from "vitest";
import { errorAt, errorElsewhere } from "@/components/applications/field-error";
import { ApiError } from "@/lib/api/client";

const refusal = (param: string | null, message: string) =>
  new ApiError({ code: "invalid", message, param, details: {}, requestId: "r" });

test("a refusal stands at its own field, and at no other", () => {
  const error = refusal("record_template.1.value", "“x” is not an IPv4 address.");
  expect(errorAt(error, "record_template.1.value")).toBe("“x” is not an IPv4 address.");
  expect(errorAt(error, "record_template.0.value")).toBeNull();
  expect(errorElsewhere(error, ["record_template.1.value"])).toBeNull();
});

test("the wire name of a field is not repeated beside its label", () => {
  expect(errorAt(refusal("upstream", "upstream: an http or https URL"), "upstream")).toBe("An http or https URL.");
});

test("what belongs to no field that is shown is never swallowed", () => {
  expect(errorElsewhere(refusal("surprise", "No."), ["name"])).toBe("No.");
  expect(errorElsewhere(refusal(null, "Quota."), ["name"])).toBe("Quota.");
  expect(errorElsewhere(new Error("broken"), ["name"])).toBe("broken");
  expect(errorElsewhere(null, ["name"])).toBeNull();
});
