import { minPasswordLength } from "@/lib/accounts/auth/schema";
import { Refusal } from "@/lib/kernel/errors";
import { once } from "@/lib/kernel/once";

/** 11 MB in memory, so that a process reads it when a password is set. */
const readCommon = once(async () => {
  const { dictionary } = await import("@zxcvbn-ts/language-common");
  return new Set<string>(dictionary["passwords-common"]);
});

/**
 * NIST SP 800-63B, section 3.1.1.2: long, not on a list of breached passwords, not the name of the account. No rules
 * about digits and symbols: they make passwords more alike.
 * @throws Refusal invalid, of the field `password`
 */
export async function assertGoodPassword(password: string, email: string): Promise<void> {
  const problem = await problemOf(password, email);
  if (problem) throw new Refusal("invalid", problem, { param: "password" });
}

async function problemOf(password: string, email: string): Promise<string | null> {
  if ([...password].length < minPasswordLength) return `Use at least ${minPasswordLength} characters.`;
  const given = password.toLowerCase();
  const [mailbox = ""] = email.split("@");
  const core = given.replace(/[^\p{L}]+$|^[^\p{L}]+/gu, "");
  if (given === email || core === mailbox || given === `${mailbox}${mailbox}`) return "Do not use your email address.";
  if (/^(.{1,6})\1+.{0,5}$/su.test(given) || new Set(given).size < 5)
    return "This password repeats itself. Use a few random words.";
  const common = await readCommon();
  const isCommon = [given, core, core.replace(/[^\p{L}\d]/gu, "")].some((form) => form.length > 3 && common.has(form));
  return isCommon ? "This password is too common. Use a few random words." : null;
}
