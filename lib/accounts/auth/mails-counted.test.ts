import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, it } from "vitest";
import { mailboxOf } from "@/lib/accounts/auth/count-mail";

const root = join(import.meta.dirname, "../../..");

/** Files that send mail without counting it, with the reason. */
const uncounted: Record<string, string> = {
  "lib/platform/mail/post-mail.ts": "its callers count",
  "lib/accounts/users/send-first-password.ts": "an operator typed the address, at the server's shell",
  "lib/accounts/users/reset-password.ts": "to the mailbox whose link was used: at most as often as links are mailed",
  "lib/connections/mail-contest.ts": "to the account's own owners and admins, six a day about one hostname",
  "lib/accounts/credentials/warn-of-expiry.ts":
    "to the account's own owners and admins, three about one credential, which is checked once a day",
  "lib/accounts/users/update-user.ts": "to the account's own mailbox, which must not miss it; changes are counted",
};

it("each file that sends a mail counts it, or is named here with the reason", () => {
  const senders = readdirSync(join(root, "lib"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.includes(".test."))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => /\bmailer\.send\(|\bpostMail\(/.test(readFileSync(join(root, file), "utf8")));
  const counting = senders.filter((file) => /\bcountMail\(/.test(readFileSync(join(root, file), "utf8")));
  expect(senders.filter((file) => !counting.includes(file)).sort()).toEqual(Object.keys(uncounted).sort());
  expect(counting.length).toBeGreaterThan(3);
});

it.each([
  ["Ada@Example.com", "ada@example.com"],
  ["ada+a@example.com", "ada@example.com"],
  ["ada+a+b@example.com", "ada@example.com"],
  ["+ada@example.com", "+ada@example.com"],
  ["a.d.a@example.com", "a.d.a@example.com"],
  ["a.d.a+x@googlemail.com", "ada@gmail.com"],
  ["ada@gmail.com", "ada@gmail.com"],
])("takes %s for the mailbox %s", (email, mailbox) => {
  expect(mailboxOf(email)).toBe(mailbox);
});
