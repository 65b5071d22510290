import { decode, encode } from "dns-packet";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeMessage, encodeQuery } from "@/lib/dns/message";
import { parseServiceBinding, presentServiceBinding } from "@/lib/dns/service-binding";

const name = (text: string) =>
  Buffer.concat([
    ...text
      .split(".")
      .filter((label) => label !== "")
      .map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.from([0]),
  ]);
const param = (key: number, value: Buffer) => {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(key, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value]);
};
const record = (priority: number, target: string, ...params: Buffer[]) =>
  Buffer.concat([Buffer.from([priority >> 8, priority & 0xff]), name(target), ...params]);

/** Appendix D of RFC 9460. */
describe("the RFC's own test vectors", () => {
  it.each([
    ["0000 03666f6f 076578616d706c65 03636f6d 00", "0 foo.example.com"],
    ["0001 00", "1 ."],
    ["0010 03666f6f 076578616d706c65 03636f6d 00 0003 0002 0035", "16 foo.example.com port=53"],
    ["0001 03666f6f 076578616d706c65 03636f6d 00 029b 0005 68656c6c6f", "1 foo.example.com key667=hello"],
    [
      "0001 03666f6f 076578616d706c65 03636f6d 00 029b 0009 68656c6c6fd2716f6f",
      "1 foo.example.com key667=hello\\210qoo",
    ],
    [
      "0001 03666f6f 076578616d706c65 03636f6d 00 0006 0020 20010db8000000000000000000000001 20010db8000000000000000000530001",
      "1 foo.example.com ipv6hint=2001:db8::1,2001:db8::53:1",
    ],
    [
      "0010 03666f6f 076578616d706c65 036f7267 00 0000 0004 0001 0004 0001 0009 02 6832 05 68332d3139 0004 0004 c0000201",
      "16 foo.example.org mandatory=alpn,ipv4hint alpn=h2,h3-19 ipv4hint=192.0.2.1",
    ],
  ])("%s", (hex, text) => {
    const value = presentServiceBinding(Buffer.from(hex.replaceAll(" ", ""), "hex"));
    expect(value).toBe(text);
    const [priority, target, ...params] = text.split(" ");
    const parsed = parseServiceBinding(value);
    expect(parsed?.priority).toBe(Number(priority));
    expect(parsed?.target).toBe(target === "." ? "" : target);
    expect([...(parsed?.params ?? [])].map(([key, one]) => (one === "" ? key : `${key}=${one}`))).toEqual(params);
  });
});

it.each([
  ["nothing", Buffer.alloc(0)],
  ["a name that ends in the middle", Buffer.from("000103666f", "hex")],
  ["a compressed name", Buffer.from("0001c00c", "hex")],
  ["keys out of order", record(1, "", param(4, Buffer.alloc(4)), param(3, Buffer.from([0, 80])))],
  ["a key twice", record(1, "", param(3, Buffer.from([0, 80])), param(3, Buffer.from([0, 81])))],
  ["a hint of three bytes", record(1, "", param(4, Buffer.alloc(3)))],
  ["a port of one byte", record(1, "", param(3, Buffer.alloc(1)))],
  ["an empty protocol", record(1, "", param(1, Buffer.from([0])))],
  ["a parameter that ends in the middle", Buffer.concat([record(1, ""), Buffer.from([0, 3, 0, 2, 0])])],
])("keeps %s as bytes, and reads nothing from it", (_title, data) => {
  const value = presentServiceBinding(data);
  expect(value).toBe(`\\# ${data.length} ${data.toString("hex")}`);
  expect(parseServiceBinding(value)).toBeNull();
});

it("reads any bytes without an error, and every well-formed record back", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => presentServiceBinding(Buffer.from(bytes)) !== ""),
  );
  const label = fc.stringMatching(/^[a-z0-9-]{1,12}$/);
  const values = fc.record({
    priority: fc.integer({ min: 0, max: 0xffff }),
    target: fc.array(label, { maxLength: 4 }).map((labels) => labels.join(".")),
    port: fc.integer({ min: 0, max: 0xffff }),
    hints: fc.array(fc.ipV4(), { minLength: 1, maxLength: 4 }),
    ech: fc.uint8Array({ minLength: 1, maxLength: 40 }),
  });
  fc.assert(
    fc.property(values, ({ priority, target, port, hints, ech }) => {
      const data = record(
        priority,
        target,
        param(3, Buffer.from([port >> 8, port & 0xff])),
        param(4, Buffer.from(hints.flatMap((hint) => hint.split(".").map(Number)))),
        param(5, Buffer.from(ech)),
      );
      const parsed = parseServiceBinding(presentServiceBinding(data));
      expect(parsed?.priority).toBe(priority);
      expect(parsed?.target).toBe(target);
      expect(parsed?.params.get("port")).toBe(String(port));
      expect(parsed?.params.get("ipv4hint")).toBe(hints.join(","));
      expect(Buffer.from(parsed?.params.get("ech") ?? "", "base64")).toEqual(Buffer.from(ech));
    }),
  );
});

it.each([
  ["HTTPS", 65],
  ["SVCB", 64],
])("asks for %s, and reads it from a message", (type, number) => {
  const query = decode(encodeQuery({ id: 7, name: "shop.acme.com", type, recursionDesired: false, edns: false }));
  expect(query.questions?.[0]?.type).toBe(`UNKNOWN_${number}`);
  const unknown = `UNKNOWN_${number}` as "A";
  const bytes = encode({
    type: "response",
    id: 7,
    flags: 0x0400,
    questions: [{ name: "shop.acme.com", type: unknown, class: "IN" }],
    answers: [
      {
        name: "Shop.acme.com",
        type: unknown,
        ttl: 60,
        data: record(1, "", param(4, Buffer.from([192, 0, 2, 1]))) as unknown as string,
      },
    ],
  });
  const message = decodeMessage(bytes);
  expect(message.question).toEqual({ name: "shop.acme.com", type });
  expect(message.answers).toEqual([{ name: "shop.acme.com", type, value: "1 . ipv4hint=192.0.2.1", ttl: 60 }]);
});
