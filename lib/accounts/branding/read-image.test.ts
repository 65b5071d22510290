import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readImage } from "@/lib/accounts/branding/read-image";

type Image = { bytes: Buffer; mediaType: string; width: number; height: number };

const be16 = (value: number) => [value >> 8, value & 0xff];
const be32 = (value: number) => [value >>> 24, (value >> 16) & 0xff, ...be16(value & 0xffff)];
const le16 = (value: number) => [value & 0xff, value >> 8];
const le24 = (value: number) => [...le16(value & 0xffff), value >> 16];
const ascii = (text: string) => [...Buffer.from(text, "latin1")];

const sizes = (max: number) => fc.record({ width: fc.integer({ min: 1, max }), height: fc.integer({ min: 1, max }) });
const rest = fc.uint8Array({ minLength: 20, maxLength: 60 }).map((bytes) => [...bytes]);

const png = fc.tuple(sizes(0x7fffffff), rest).map(([{ width, height }, data]): Image => {
  const header = [...ascii("\x89PNG\r\n\x1a\n"), ...be32(13), ...ascii("IHDR"), ...be32(width), ...be32(height)];
  return { bytes: Buffer.from([...header, 8, 6, 0, 0, 0, ...data]), mediaType: "image/png", width, height };
});

/** Segments of any length before the frame's header, and fill bytes before its marker. */
const jpeg = fc
  .tuple(
    sizes(0xffff),
    fc.array(fc.tuple(fc.constantFrom(0xe0, 0xe1, 0xdb, 0xfe, 0xc4), fc.uint8Array({ maxLength: 40 })), {
      maxLength: 4,
    }),
    fc.constantFrom(0xc0, 0xc1, 0xc2),
    fc.nat(3),
    rest,
  )
  .map(([{ width, height }, segments, marker, fill, data]): Image => {
    const before = segments.flatMap(([kind, body]) => [0xff, kind, ...be16(body.length + 2), ...body]);
    const frame = [...Array(fill).fill(0xff), 0xff, marker, ...be16(17), 8, ...be16(height), ...be16(width)];
    return {
      bytes: Buffer.from([0xff, 0xd8, ...before, ...frame, ...data]),
      mediaType: "image/jpeg",
      width,
      height,
    };
  });

const riff = (chunk: string, body: number[], width: number, height: number): Image => ({
  bytes: Buffer.from([...ascii("RIFF"), ...be32(0), ...ascii("WEBP"), ...ascii(chunk), ...be32(0), ...body]),
  mediaType: "image/webp",
  width,
  height,
});
const webp = fc.oneof(
  fc
    .tuple(sizes(0x3fff), rest)
    .map(([{ width, height }, data]) =>
      riff("VP8 ", [0, 0, 0, 0x9d, 0x01, 0x2a, ...le16(width), ...le16(height), ...data], width, height),
    ),
  fc.tuple(sizes(0x4000), rest).map(([{ width, height }, data]) => {
    const bits = (width - 1) | ((height - 1) << 14);
    return riff("VP8L", [0x2f, ...le16(bits & 0xffff), ...le16(bits >>> 16), ...data], width, height);
  }),
  fc
    .tuple(sizes(0x1000000), rest)
    .map(([{ width, height }, data]) =>
      riff("VP8X", [0, 0, 0, 0, ...le24(width - 1), ...le24(height - 1), ...data], width, height),
    ),
);
const image = fc.oneof(png, jpeg, webp);

describe("readImage", () => {
  it("reads the type and the size of each kind from its own header", () => {
    fc.assert(
      fc.property(image, ({ bytes, mediaType, width, height }) => {
        expect(readImage(bytes)).toEqual({ mediaType, width, height });
      }),
      { numRuns: 200 },
    );
  });

  it("never throws, and never finds an image of no size: headers that are cut, changed, or not there", () => {
    const mutated = fc
      .tuple(image, fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { maxLength: 6 }), fc.nat(80))
      .map(([{ bytes }, changes, length]) => {
        const copy = Buffer.from(bytes);
        for (const [at, value] of changes) if (at < copy.length) copy[at] = value;
        return copy.subarray(0, length);
      });
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 200 })), (bytes) => {
        const found = readImage(bytes);
        if (found === null) return;
        expect(found.width).toBeGreaterThan(0);
        expect(found.height).toBeGreaterThan(0);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ["SVG", '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><script>alert(1)</script></svg>'],
    ["HTML", "<!doctype html><script>alert(1)</script>".padEnd(80)],
    ["GIF", `GIF89a${"\x01\x00".repeat(40)}`],
    ["a PNG whose first chunk is another", `\x89PNG\r\n\x1a\n\0\0\0\x0dIDAT${"\x01".repeat(40)}`],
  ])("takes no %s", (_name, text) => {
    expect(readImage(Buffer.from(text, "latin1"))).toBeNull();
  });
});
