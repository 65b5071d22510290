"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Upload } from "lucide-react";
import { useRef } from "react";
import { brandingQuery } from "@/components/branding/queries";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { logoTypes, maxLogoBytes } from "@/lib/accounts/branding/policy";
import type { BrandingResource } from "@/lib/accounts/branding/schema";
import { deleteLogoCall } from "@/lib/api/calls/delete-logo";
import { putLogoCall } from "@/lib/api/calls/put-logo";
import { request } from "@/lib/api/client";

export function LogoSettings({ branding: { logo }, mayChange }: { branding: BrandingResource; mayChange: boolean }) {
  const client = useQueryClient();
  const picker = useRef<HTMLInputElement>(null);
  const store = (saved: BrandingResource) => client.setQueryData(brandingQuery.queryKey, saved);
  const upload = useMutation({
    mutationFn: async (file: File) => {
      if (file.size > maxLogoBytes) throw new Error(`The file is larger than ${maxLogoBytes / 1_000} kB.`);
      return request(putLogoCall, { data: await toBase64(file) });
    },
    onSuccess: (saved) => {
      store(saved);
      toast({ title: "Logo saved" });
    },
  });
  const remove = useMutation({
    mutationFn: () => request(deleteLogoCall, {}),
    onSuccess: (saved) => {
      store(saved);
      toast({ title: "Logo deleted" });
      picker.current?.parentElement?.querySelector("button")?.focus();
    },
  });
  const problem = upload.error ?? remove.error;
  return (
    <div className="grid justify-items-start gap-4">
      {logo ? (
        <span className="flex h-16 max-w-full items-center rounded-md border border-line bg-white p-2">
          {/* biome-ignore lint/performance/noImgElement: nothing is resized here */}
          <img src={logo.url} alt="Your logo" className="h-full w-auto max-w-full object-contain" />
        </span>
      ) : (
        <p className="text-ink-soft">No logo yet. Your name is shown alone.</p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          variant="plain"
          writes
          busy={upload.isPending}
          disabled={!mayChange}
          onClick={() => picker.current?.click()}
        >
          <Upload aria-hidden className="size-4" />
          {logo ? "Replace" : "Choose a file"}
        </Button>
        <input
          ref={picker}
          type="file"
          aria-label="File with your logo"
          accept={logoTypes.join(",")}
          className="hidden"
          tabIndex={-1}
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = "";
            remove.reset();
            if (file) upload.mutate(file);
          }}
        />
        {logo && (
          <Button
            variant="quiet"
            writes
            busy={remove.isPending}
            disabled={!mayChange}
            onClick={() => {
              upload.reset();
              remove.mutate();
            }}
          >
            Delete
          </Button>
        )}
      </div>
      <p role="alert" className="text-bad empty:hidden">
        {problem?.message}
      </p>
    </div>
  );
}

/** Without a stack of 200,000 arguments. */
async function toBase64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
