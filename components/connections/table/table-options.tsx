"use client";

import { SlidersHorizontal } from "lucide-react";
import { lazy } from "react";
import type { TableOptionsProps } from "@/components/connections/table/table-options-panel";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";

const load = () => import("@/components/connections/table/table-options-panel");
const TableOptionsPanel = lazy(() => load().then((file) => ({ default: file.TableOptionsPanel })));

/** Which columns the table has, and how high its rows are. */
export function TableOptions(props: TableOptionsProps) {
  return (
    <Popover
      label="Columns and density"
      load={load}
      trigger={
        <Button variant="plain" className="max-sm:flex-1">
          <SlidersHorizontal aria-hidden className="size-4 max-sm:hidden" />
          Columns
        </Button>
      }
    >
      <TableOptionsPanel {...props} />
    </Popover>
  );
}
