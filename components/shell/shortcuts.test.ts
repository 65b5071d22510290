import { expect, test } from "vitest";
import { placeGroups } from "@/components/shell/places";
import { type KeyPress, shortcutOf } from "@/components/shell/shortcuts";

const places = placeGroups({ sandbox: false, isStaff: false }).flatMap((group) => group.places);
const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  typing: false,
  ...more,
});
const plain = { afterG: false, singleKeys: true, places };

test("Ctrl-K and Cmd-K open the palette, even where text is typed and with single keys off", () => {
  expect(shortcutOf(press("k", { ctrlKey: true, typing: true }), plain)).toEqual({ kind: "palette" });
  expect(shortcutOf(press("K", { metaKey: true }), { ...plain, singleKeys: false })).toEqual({ kind: "palette" });
});

test("single keys do nothing in text fields, or when they are turned off", () => {
  for (const key of ["?", "/", "n", "g"]) {
    expect(shortcutOf(press(key), plain)).not.toBeNull();
    expect(shortcutOf(press(key, { typing: true }), plain)).toBeNull();
    expect(shortcutOf(press(key), { ...plain, singleKeys: false })).toBeNull();
  }
});

test("g and a letter open an existing place only", () => {
  expect(shortcutOf(press("c"), { ...plain, afterG: true })).toEqual({ kind: "go", href: "/connections" });
  expect(shortcutOf(press("c"), plain)).toBeNull();
  expect(shortcutOf(press("d"), { ...plain, afterG: true })).toBeNull();
});
