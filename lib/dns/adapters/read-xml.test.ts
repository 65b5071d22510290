import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { elementsOf, escapeXml, findElement, readXml, textOf, type XmlElement } from "@/lib/dns/adapters/read-xml";

// A carriage return is normalised by every reader, and no document holds a null.
const text = fc.string({ unit: "grapheme" }).map((value) => value.replace(/\r/g, "").replaceAll("\0", ""));
const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,8}$/);

const element: fc.Memo<XmlElement> = fc.memo((depth) =>
  fc.record({
    name,
    attributes: fc.dictionary(name, text, { maxKeys: 3, noNullPrototype: true }),
    children: depth > 1 ? fc.array(element(), { maxLength: 3 }) : fc.constant([]),
    text,
  }),
);

function write({ name, attributes, children, text }: XmlElement): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  return `<${name}${pairs.join("")}>${escapeXml(text)}${children.map(write).join("<!-- a comment -->")}</${name}>`;
}

describe("readXml", () => {
  it("reads back every document that is written", () => {
    fc.assert(
      fc.property(element(3), (wanted) => {
        expect(readXml(`<?xml version="1.0" encoding="UTF-8"?>\n${write(wanted)}\n`)).toEqual(wanted);
      }),
    );
  });

  it("throws SyntaxError, and nothing else, on whatever is not a whole document", () => {
    const noise = fc.array(
      fc.constantFrom(
        "<a>",
        "</a>",
        "<a/>",
        "<",
        ">",
        "&amp;",
        "&x;",
        "&#x110000;",
        " ",
        "b",
        "<!--",
        "-->",
        "<?pi?>",
        "<![CDATA[x]]>",
        '<a b="c">',
      ),
    );
    fc.assert(
      fc.property(noise, (parts) => {
        try {
          readXml(parts.join(""));
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
        }
      }),
    );
  });

  it.each([
    "",
    "text",
    "<a>",
    "<a></b>",
    "<a/><b/>",
    "<a></a>x",
    "</a>",
    "<a>&nbsp;</a>",
    "<a>1 & 2</a>",
    '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    "<a><![CDATA[b]]></a>",
    "<a b=c/>",
    "<html><body><br></body></html>",
  ])("refuses %s", (document) => {
    expect(() => readXml(document)).toThrow(SyntaxError);
  });

  it("finds elements and their text", () => {
    const root = readXml("<a><b><c>1</c></b><b><c>2&#38;&lt;</c></b><d/></a>");
    expect(textOf(root, "b", "c")).toBe("1");
    expect(elementsOf(root, "b").map((b) => textOf(b, "c"))).toEqual(["1", "2&<"]);
    expect(textOf(root, "d")).toBe("");
    expect(textOf(root, "e", "f")).toBeNull();
    expect(findElement(root, "d", "e")).toBeNull();
    expect(elementsOf(null, "b")).toEqual([]);
  });
});
