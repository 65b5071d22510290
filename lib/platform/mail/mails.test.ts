import fc from "fast-check";
import { expect, it } from "vitest";
import { firstPasswordMail, invitationMail } from "@/lib/platform/mail/mails";

const appUrl = "https://app.example.com";
const invite = (company: string) =>
  invitationMail(appUrl, "a@example.com", {
    token: "token-0123456789abcdef",
    company,
    role: "member",
    invitedBy: null,
  });

it("quotes a company's name, and makes no link of it", () => {
  expect(invite("Acme, Inc.").text).toContain("You are invited to “Acme, Inc.” as a member:");
  expect(invite("Node.js evil.test now").subject).toBe("Join Node[.]js evil[.]test now on Latchkey");
  expect(invite("ops@evil.test").subject).toBe("Join ops[@]evil[.]test on Latchkey");
  expect(invite("mailto:x tel:+1900").subject).toBe("Join mailto[:]x tel[:]+1900 on Latchkey");
  expect(invite("evil。test").subject).toBe("Join evil[。]test on Latchkey");
  expect(invite('Acme” on Latchkey. Pay "now').subject).toBe("Join Acme' on Latchkey. Pay 'now on Latchkey");
  expect(invite("x".repeat(120)).subject).toBe(`Join ${"x".repeat(60)}… on Latchkey`);
});

it("keeps a name of before the rule on its line", () => {
  const mail = invite("Your bank\r\n\r\nPay at https://evil.test now\u202e");
  expect(mail.subject).toBe("Join Your bank Pay at https evil[.]test now on Latchkey");
  expect(mail.text).toBe(invite("x").text.replace("“x”", "“Your bank Pay at https evil[.]test now”"));
});

it("has the lines and the URLs of its template, whatever the company is called", () => {
  const part = fc.oneof(
    { weight: 3, arbitrary: fc.string({ unit: "grapheme", maxLength: 8 }) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 4 }) },
    fc.constantFrom("\r\n", "\n\n", "\u2028", "\u202e", "\0", "://", ".", "@", ":", "”", "“", '"', "…"),
    fc.constantFrom(
      "https://evil.test/x",
      "www.evil.test",
      "evil.test",
      "a@evil.test",
      "//evil.test",
      "[::1]",
      "1.2.3.4",
    ),
    fc.webUrl(),
    fc.emailAddress(),
    fc.domain(),
  );
  const name = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(""));
  const plain = [invite("x"), firstPasswordMail(appUrl, "a@example.com", "t", "x")];
  fc.assert(
    fc.property(name, (company) => {
      const mails = [invite(company), firstPasswordMail(appUrl, "a@example.com", "t", company)];
      for (const [index, mail] of mails.entries()) {
        const template = plain[index];
        expect(linksIn(mail.text)).toEqual(linksIn(template?.text ?? ""));
        expect(linksIn(mail.subject)).toEqual([]);
        expect(mail.text.split(lineBreak)).toHaveLength((template?.text ?? "").split(lineBreak).length);
        expect(mail.subject.split(lineBreak)).toHaveLength(1);
        expect(mail.subject.length).toBeLessThan(300);
        expect(withoutName(mail.text)).toBe(withoutName(template?.text ?? ""));
      }
    }),
    { numRuns: 1_000 },
  );
});

const lineBreak = /\r\n|[\n\r\v\f\x85\u2028\u2029]/;
const withoutName = (text: string) => text.replace(/“[^“”]*”/g, "“x”");

/** What some mail program makes a link of: a scheme, `www.`, an address, or a name with a dot in it. */
function linksIn(text: string): string[] {
  return (text.match(/\S*(?::(?![\]”])\S|[^\s[\]“]@[^\s[\]”]|[^\s[\]“][.。．｡․][^\s[\]”])\S*/gu) ?? []).sort();
}
