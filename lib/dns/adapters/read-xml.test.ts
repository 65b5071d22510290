import fc from "fast-check";
import { expect, it } from "vitest";
import { elementsAt, readXml, type XmlElement } from "@/lib/dns/adapters/read-xml";

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,8}$/);
const text = fc
  .string({ unit: fc.constantFrom("a", "ü", "&", "<", ">", '"', "'", "]", " ", "😀"), maxLength: 12 })
  .map((value) => value.trim());
const tree = elements(3);

function elements(depth: number): fc.Arbitrary<XmlElement> {
  return fc.record({
    name,
    attributes: fc.dictionary(name, text, { maxKeys: 3, noNullPrototype: true }),
    children: depth === 0 ? fc.constant([]) : fc.array(elements(depth - 1), { maxLength: 3 }),
    text,
  });
}

function write({ name, attributes, children, text }: XmlElement): string {
  const escaped = (value: string) =>
    value.replace(/[&<>"'\]]/g, (character) => `&#${character.charCodeAt(0)};`).replace(/ü/g, "&#xFC;");
  const list = Object.entries(attributes).map(([key, value]) => ` ${key} = "${escaped(value)}"`);
  if (children.length === 0 && text === "") return `<${name}${list.join("")} />`;
  return `<${name}${list.join("")}>${escaped(text)}${children.map(write).join("")}</${name} >`;
}

it("reads what is written", () => {
  fc.assert(
    fc.property(tree, (element) => {
      expect(readXml(`<?xml version="1.0" encoding="utf-8"?>\r\n${write(element)}\n`)).toEqual(element);
    }),
  );
});

it("refuses every document that is cut", () => {
  fc.assert(
    fc.property(tree, fc.nat(), (element, at) => {
      const document = write(element);
      expect(readXml(document.slice(0, at % document.length))).toBeNull();
    }),
  );
});

it.each([
  "",
  "text",
  "<a></b>",
  "<a><b></a></b>",
  "<a/><b/>",
  "<a/>text",
  "<a b=1/>",
  "<a b='1' b='2'/>",
  "<a b='<'/>",
  "<a b='1'c='2'/>",
  "<a>&unknown;</a>",
  "<a>&amp</a>",
  "<a>&#0;</a>",
  "<a>&#xD800;</a>",
  "<a>&#1114112;</a>",
  "<a>]]></a>",
  "<a>\u0001</a>",
  "<a><!-- b --></a>",
  "<a><![CDATA[b]]></a>",
  "<!DOCTYPE a><a/>",
  '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
  "<a><?php ?></a>",
  '<?xml version="1.0"?><?xml version="1.0"?><a/>',
  `${"<a>".repeat(17)}${"</a>".repeat(17)}`,
])("refuses %j", (document) => expect(readXml(document)).toBeNull());

it("finds elements by their path", () => {
  const root = readXml("<r><a><b>1</b><b>2</b></a><a><b>3</b></a><b>4</b></r>");
  expect(root && elementsAt(root, "a/b").map(({ text }) => text)).toEqual(["1", "2", "3"]);
});
