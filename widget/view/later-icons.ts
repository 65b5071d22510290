/** Strokes on 24 × 24. */
export const laterShapes = {
  back: "M19 12H5m6-6-6 6 6 6",
  check: "m5 12.5 4.5 4.5L19 7.5",
  clock: "M12 7v5l3 2m6-2a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
  copy: "M9 9h10v10a2 2 0 0 1-2 2H9a2 2 0 0 1-2-2V11a2 2 0 0 1 2-2ZM15 9V5a2 2 0 0 0-2-2H5a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h2",
  globe: "M3 12h18M12 3c5 5 5 13 0 18-5-5-5-13 0-18Zm9 9a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
  hand: "M4 7h16M4 12h10M4 17h7m6-2v6m-3-3h6",
  key: "M21 2l-9.6 9.6M15.5 7.5l3 3L22 7l-3-3M11.5 15.5a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0Z",
  next: "m9 6 6 6-6 6",
  none: "M8 12h8m5 0a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
  open: "M14 4h6v6M20 4l-9 9M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5",
  people:
    "M16 20v-1.5a4 4 0 0 0-4-4H7a4 4 0 0 0-4 4V20M13 7a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0Zm8 13v-1.5a4 4 0 0 0-3-3.8M16 3.6a3.5 3.5 0 0 1 0 6.8",
  spark: "M12 3v4m0 10v4M3 12h4m10 0h4M6 6l2.5 2.5m7 7L18 18M18 6l-2.5 2.5m-7 7L6 18",
};

export type LaterIconName = keyof typeof laterShapes;
