"use client";

import { lazy, Suspense } from "react";
import { toRows } from "@/components/connections/metadata-draft";
import { FoldingSection } from "@/components/ui/folding-section";
import { KeyValues } from "@/components/ui/key-values";
import { useIdleLoad } from "@/components/ui/use-idle-load";
import type { ConnectionResource } from "@/lib/connections/schema";

const load = () => import("@/components/connections/metadata-editor");
const MetadataEditor = lazy(() => load().then((file) => ({ default: file.MetadataEditor })));

/** It is folded at first, so its form is loaded when the browser is idle. */
export function MetadataSection({ connection, editable }: { connection: ConnectionResource; editable: boolean }) {
  const items = toRows(connection.metadata).map(({ name, value }) => ({ label: name, value }));
  const isLoaded = useIdleLoad(load);
  if (items.length === 0 && !editable) return null;
  const count = items.length === 0 ? "None" : `${items.length} ${items.length === 1 ? "entry" : "entries"}`;
  return (
    <FoldingSection title="Metadata" description={count}>
      <p className="pb-3 text-ink-soft text-sm">
        Your own data. Your server receives the value of “reference” with each request.
      </p>
      {editable ? (
        <Suspense fallback={null}>{isLoaded && <MetadataEditor connection={connection} />}</Suspense>
      ) : (
        <KeyValues items={items} />
      )}
    </FoldingSection>
  );
}
