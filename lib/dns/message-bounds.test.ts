import { encode } from "dns-packet";
import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeMessage } from "@/lib/dns/message";

const question = { type: "A", name: "shop.acme.com", class: "IN" } as const;

function message(records: number): Buffer {
  const answers = Array.from({ length: records }, (_, index) => ({
    type: "TXT" as const,
    name: "shop.acme.com",
    ttl: 60,
    data: `value ${index}`,
  }));
  return encode({ type: "response", id: 1, flags: 0x0400, questions: [question], answers });
}

/** Answers that are compressed aliases: 14 bytes each, as many as fit. */
function aliases(count: number): Buffer {
  const head = encode({ type: "response", id: 1, flags: 0x0400, questions: [question], answers: [] });
  head.writeUInt16BE(count, 6);
  const alias = Buffer.from("c00c00050001000000000002c00c", "hex");
  return Buffer.concat([head, ...Array.from({ length: count }, () => alias)]);
}

/** An answer whose data is a row of pointers, each to the one before it, and whose name is the last. */
function pointerChain(length: number): Buffer {
  const head = encode({ type: "response", id: 1, flags: 0x0400, questions: [question], answers: [] });
  head.writeUInt16BE(2, 6);
  const dataAt = head.length + 12;
  const pointers = Buffer.alloc(length * 2);
  for (let index = 0; index < length; index += 1) {
    pointers.writeUInt16BE(0xc000 + (index === 0 ? 12 : dataAt + (index - 1) * 2), index * 2);
  }
  const carrier = Buffer.from("c00c00630001000000000000", "hex");
  carrier.writeUInt16BE(pointers.length, 10);
  const alias = Buffer.from("000000050001000000000002c00c", "hex");
  alias.writeUInt16BE(0xc000 + dataAt + (length - 1) * 2, 0);
  return Buffer.concat([head, carrier, pointers, alias]);
}

it("reads as many records as any zone has", () => {
  expect(decodeMessage(message(200)).answers).toHaveLength(200);
  expect(decodeMessage(aliases(200)).answers).toHaveLength(200);
});

it.each([
  ["4,662 compressed aliases", aliases(4_662)],
  ["a count that no message can hold", Buffer.from(`0001840000${"01ffffffff"}ffff`.padEnd(24, "f"), "hex")],
  ["a chain of 8,000 compression pointers", pointerChain(8_000)],
  ["a short one", pointerChain(5)],
  ["no header", Buffer.from("0001", "hex")],
])("refuses %s before it is read", (_what, bytes) => {
  expect(() => decodeMessage(bytes)).toThrow(/records|pointers|header/);
});

it("accepts compression as servers use it", () => {
  expect(decodeMessage(pointerChain(3)).answers.map(({ name }) => name)).toEqual(["shop.acme.com", "shop.acme.com"]);
});

it("reads no more than 256 records, whatever the bytes are", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 0, maxLength: 600 }), (bytes) => {
      let read = 0;
      try {
        const { answers, authorities, glue } = decodeMessage(Buffer.from(bytes));
        read = answers.length + authorities.length + glue.length;
      } catch {
        // Not a message.
      }
      expect(read).toBeLessThanOrEqual(256);
    }),
  );
});
