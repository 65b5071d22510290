"use client";

import { useEffect, useRef, useState } from "react";

/** Announces `text` to screen readers when it changes, but not at first. */
export function LiveRegion({ text }: { text: string }) {
  const first = useRef(text);
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (text !== first.current) setSaid(text);
    first.current = text;
  }, [text]);
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  );
}
