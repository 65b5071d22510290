import fc from "fast-check";
import { expect, it } from "vitest";
import { isHelpUrl } from "@/lib/accounts/branding/schema";

it.each(["https://help.example.com", "https://example.com/a?b=c#d", "mailto:help@example.com", "HTTPS://EXAMPLE.COM/"])(
  "takes %s",
  (url) => expect(isHelpUrl(url)).toBe(true),
);

it.each([
  "http://example.com",
  "javascript:alert(1)",
  "data:text/html,x",
  "https://user:pass@example.com",
  "https://localhost",
  "https:\\\\example.com",
  "//example.com",
  "mailto:a@example.com?bcc=b@example.com",
  "mailto:a@example.com,b@example.com",
  "mailto:",
  "example.com",
])("refuses %s", (url) => expect(isHelpUrl(url)).toBe(false));

it("takes nothing that a browser reads as another scheme", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("https://a.example", "mailto:a@b.example", "javascript:", ""),
      fc.string(),
      (start, end) => {
        const text = start + end;
        if (isHelpUrl(text)) expect(["https:", "mailto:"]).toContain(new URL(text).protocol);
      },
    ),
  );
});
