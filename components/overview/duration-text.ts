const units = [
  { seconds: 86_400, name: "d" },
  { seconds: 3_600, name: "h" },
  { seconds: 60, name: "min" },
] as const;

/** Seconds in the largest fitting unit: 0.4 s, 12 s, 1.4 min, 3 h, 2 d; null is a dash. */
export function durationText(seconds: number | null): string {
  if (seconds === null) return "–";
  const unit = units.find((candidate) => seconds >= candidate.seconds);
  const value = unit ? seconds / unit.seconds : seconds;
  return `${value < 10 ? Math.round(value * 10) / 10 : Math.round(value)} ${unit?.name ?? "s"}`;
}
