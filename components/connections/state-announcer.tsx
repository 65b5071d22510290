"use client";

import { useEffect, useRef, useState } from "react";
import { stateLabel } from "@/components/connection-facts/connection-state";
import type { ConnectionState } from "@/lib/connections/machine";
import type { ConnectionSummary } from "@/lib/connections/schema";

/**
 * Announces to screen readers which of the shown connections changed state. Silent on first render. `except`: a state that
 * the page announces in another way.
 */
export function StateAnnouncer({
  connections,
  except,
}: {
  connections: readonly ConnectionSummary[];
  except?: ConnectionState;
}) {
  const known = useRef(new Map<string, ConnectionState>());
  const [text, setText] = useState("");

  useEffect(() => {
    const changed = connections.filter(
      ({ id, state }) => (known.current.get(id) ?? state) !== state && state !== except,
    );
    known.current = new Map(connections.map(({ id, state }) => [id, state]));
    if (changed.length > 0) {
      setText(changed.map(({ hostnameUnicode, state }) => `${hostnameUnicode}: ${stateLabel(state)}.`).join(" "));
    }
  }, [connections, except]);

  return (
    <p role="status" className="sr-only">
      {text}
    </p>
  );
}
