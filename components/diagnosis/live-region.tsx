"use client";

import { useEffect, useRef, useState } from "react";

/** Reads `text` out when it becomes another; not when it is first there. */
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
