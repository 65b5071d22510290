import type { LogoType } from "@/lib/accounts/branding/policy";

export type ImageFacts = { mediaType: LogoType; width: number; height: number };

/**
 * What kind of image the bytes begin with, and its size in pixels by its own header; null: none of ours. Nothing is
 * decoded: browsers do that, and get the type from us.
 */
export function readImage(bytes: Uint8Array): ImageFacts | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = readPng(view) ?? readJpeg(view) ?? readWebp(view);
  return found !== null && found.width > 0 && found.height > 0 ? found : null;
}

function readPng(view: DataView): ImageFacts | null {
  // The signature, then the header chunk: its length, its name, width and height.
  if (view.byteLength < 33 || !startsWith(view, 0, "\x89PNG\r\n\x1a\n") || !startsWith(view, 12, "IHDR")) return null;
  if (view.getUint32(8) !== 13) return null;
  return { mediaType: "image/png", width: view.getUint32(16), height: view.getUint32(20) };
}

/** Markers of a frame's header: the size is in all of them. C4, C8 and CC mean something else. */
const jpegFrames = new Set([0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);

function readJpeg(view: DataView): ImageFacts | null {
  if (view.byteLength < 4 || !startsWith(view, 0, "\xff\xd8\xff")) return null;
  for (let at = 2; at + 9 <= view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    // A marker may be preceded by any number of fill bytes.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (jpegFrames.has(marker)) {
      return { mediaType: "image/jpeg", height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    }
    // The image's data begins, or a marker that has no length.
    if (marker === 0xda || marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd9)) return null;
    const length = view.getUint16(at + 2);
    if (length < 2) return null;
    at += 2 + length;
  }
  return null;
}

function readWebp(view: DataView): ImageFacts | null {
  if (view.byteLength < 30 || !startsWith(view, 0, "RIFF") || !startsWith(view, 8, "WEBP")) return null;
  const mediaType = "image/webp";
  if (startsWith(view, 12, "VP8 ")) {
    if (view.getUint8(23) !== 0x9d || view.getUint8(24) !== 0x01 || view.getUint8(25) !== 0x2a) return null;
    return { mediaType, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  }
  if (startsWith(view, 12, "VP8L")) {
    if (view.getUint8(20) !== 0x2f) return null;
    const bits = view.getUint32(21, true);
    return { mediaType, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (startsWith(view, 12, "VP8X")) {
    const read24 = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
    return { mediaType, width: read24(24) + 1, height: read24(27) + 1 };
  }
  return null;
}

function startsWith(view: DataView, at: number, text: string): boolean {
  return [...text].every((letter, index) => view.getUint8(at + index) === letter.charCodeAt(0));
}
