"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";
import { QueryError } from "@/components/queries/query-error";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { exportRecordsCall } from "@/lib/api/calls/export-records";
import { request } from "@/lib/api/client";
import type { ConnectionResource, RecordsExport } from "@/lib/connections/schema";
import type { TerraformProvider } from "@/lib/dns/records/schema";

const formats = [
  { value: "zone" as const, label: "Zone file" },
  { value: "terraform" as const, label: "Terraform" },
  { value: "json" as const, label: "JSON" },
];

const dialects: { value: TerraformProvider; label: string }[] = [
  { value: "cloudflare", label: "Cloudflare" },
  { value: "route53", label: "Amazon Route 53" },
  { value: "digitalocean", label: "DigitalOcean" },
  { value: "google", label: "Google Cloud DNS" },
];

const ownDialects: Record<string, TerraformProvider> = {
  cloudflare: "cloudflare",
  route53: "route53",
  digitalocean: "digitalocean",
  google_cloud_dns: "google",
};

export function ExportRecordsDialog({
  connection,
  open,
  onOpenChange,
}: {
  connection: ConnectionResource;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const [format, setFormat] = useState<RecordsExport["format"]>("zone");
  const [dialect, setDialect] = useState<TerraformProvider>(ownDialects[connection.provider ?? ""] ?? "cloudflare");
  const input = { id: connection.id, format, ...(format === "terraform" ? { provider: dialect } : {}) };
  const file = useQuery({
    queryKey: ["export", input],
    queryFn: ({ signal }) => request(exportRecordsCall, input, { signal }),
    enabled: open,
    placeholderData: keepPreviousData,
  });
  return (
    <Dialog
      width="large"
      title="Export records"
      description="All records to publish, including the proof of ownership."
      open={open}
      onOpenChange={onOpenChange}
      footer={
        <Button
          busy={file.data === undefined || file.isPlaceholderData}
          onClick={() => file.data && download(file.data)}
        >
          <Download aria-hidden className="size-4" />
          Download
        </Button>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <div className="flex flex-wrap items-end gap-3">
          <SegmentedControl label="Format" options={formats} value={format} onValueChange={setFormat} />
          {format === "terraform" && (
            <div className="w-56">
              <Field label="Provider" hideLabel>
                <Select
                  options={dialects}
                  value={dialect}
                  onValueChange={(value) => {
                    const chosen = dialects.find((option) => option.value === value);
                    if (chosen) setDialect(chosen.value);
                  }}
                />
              </Field>
            </div>
          )}
        </div>
        {file.data ? (
          <div className="relative">
            <pre
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
              tabIndex={0}
              className={`h-80 overflow-auto rounded-lg border border-line bg-paper p-3 pr-12 font-mono text-[13px] leading-5 ${file.isPlaceholderData ? "opacity-60" : ""}`}
            >
              <code>{file.data.content}</code>
            </pre>
            <div className="absolute top-1 right-3">
              <CopyButton text={file.data.content} label={file.data.filename} />
            </div>
          </div>
        ) : file.isError ? (
          <QueryError title="The file could not be loaded" query={file} />
        ) : (
          <Skeleton className="h-80 w-full" />
        )}
      </div>
    </Dialog>
  );
}

function download({ filename, content }: RecordsExport): void {
  const url = URL.createObjectURL(new Blob([content], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = filename;
  link.click();
  URL.revokeObjectURL(url);
}
