import { expect, it } from "vitest";
import { assertGoodPassword } from "@/lib/accounts/auth/password-policy";

const email = "ada.lovelace@example.com";

it.each([
  ["elevenchars", "at least 12"],
  ["ада ловлейс", "at least 12"],
  ["ada.lovelace@example.com", "email"],
  ["Ada.Lovelace@Example.com", "email"],
  ["ada.lovelace123!", "email"],
  ["aaaaaaaaaaaaaaaa", "repeats"],
  ["abcabcabcabcabc", "repeats"],
  ["1qaz2wsx3edc4rfv", "too common"],
  ["password1234!!!!", "too common"],
  ["QWERTY!!!!!!!!!!!!12", "too common"],
])("refuses %s", async (password, why) => {
  await expect(assertGoodPassword(password, email)).rejects.toThrow(new RegExp(why));
});

it.each(["correct horse battery staple", "demo-sandbox-password", "ein Satz mit vielen Wörtern", "x7#kd92!mmQz"])(
  "takes %s",
  async (password) => {
    await expect(assertGoodPassword(password, email)).resolves.toBeUndefined();
  },
);
