import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { elementsAt, readXml, type XmlElement } from "@/lib/dns/adapters/read-xml";

// The reader trims text, and XML allows few control characters.
const text = fc.string({ unit: "grapheme" }).map((value) => value.replace(/[^\P{C}\n]|\p{Co}/gu, "").trim());
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
  return `<${name}${pairs.join("")}>${escapeXml(text)}${children.map(write).join("\n")}</${name}>`;
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

describe("readXml", () => {
  it("reads back every document that is written", () => {
    fc.assert(
      fc.property(element(3), (wanted) => {
        expect(readXml(`<?xml version="1.0" encoding="UTF-8"?>\n${write(wanted)}\n`)).toEqual(wanted);
      }),
    );
  });

  it("takes no part of a document for the whole", () => {
    fc.assert(
      fc.property(element(3), fc.nat(), (wanted, at) => {
        const document = write(wanted);
        expect(readXml(document.slice(0, at % document.length))).toBeNull();
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
    expect(readXml(document)).toBeNull();
  });

  it("finds elements and their text", () => {
    const root = readXml("<a><b><c>1</c></b><b><c>2&#38;&lt;</c></b><d/></a>");
    expect(root && elementsAt(root, "b/c").map(({ text }) => text)).toEqual(["1", "2&<"]);
    expect(root && elementsAt(root, "d/e")).toEqual([]);
  });
});
