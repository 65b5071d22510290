// Preloaded by NODE_OPTIONS: what the process takes for the time is ahead or behind by the milliseconds in a file. Timers
// go on as they do where a real clock jumps, since they follow the monotonic clock.
const { readFileSync } = require("node:fs");

const path = process.env.NODE_TEST_CLOCK_FILE;
const RealDate = Date;
const rereadMs = 50;
let shiftMs = 0;
let readAt = Number.NEGATIVE_INFINITY;

function now() {
  const at = performance.now();
  if (path && at - readAt > rereadMs) {
    readAt = at;
    try {
      shiftMs = Number(readFileSync(path, "utf8"));
    } catch {
      shiftMs = 0;
    }
  }
  return RealDate.now() + shiftMs;
}

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(now());
    else super(...parts);
  }

  static now() {
    return now();
  }
};
