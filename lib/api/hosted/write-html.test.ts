import fc from "fast-check";
import { Window } from "happy-dom";
import { expect, it } from "vitest";
import { toHtml, toJsonBlock } from "@/lib/api/hosted/write-html";

const hostile = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(
      fc.constantFrom("</script>", "<!--", "<script>", "]]>", "'", '"', "&lt;", "\u2028", "<img src=x onerror=a()>"),
      {
        minLength: 1,
      },
    )
    .map((parts) => parts.join("")),
);

it("no text leaves the element or the attribute that it was put into", () => {
  const { document } = new Window();
  fc.assert(
    fc.property(hostile, (text) => {
      const plain = text.replaceAll(/[\0\r]/g, "");
      document.body.innerHTML = `<p title="${toHtml(plain)}">${toHtml(plain)}</p>`;
      expect(document.body.children.length).toBe(1);
      expect(document.querySelector("p")?.children.length).toBe(0);
      expect(document.querySelector("p")?.textContent).toBe(plain);
      expect(document.querySelector("p")?.getAttribute("title")).toBe(plain);
    }),
  );
});

it("no text ends the block of data, and all of it is read again", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const block = toJsonBlock({ text });
      expect(block).not.toMatch(/[<>&\u2028\u2029]/);
      expect(JSON.parse(block)).toEqual(JSON.parse(JSON.stringify({ text })));
    }),
  );
});
