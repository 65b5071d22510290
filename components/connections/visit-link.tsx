"use client";

import { ExternalLink } from "lucide-react";
import { edgeCommand } from "@/components/connection-facts/edge-command";
import { Button } from "@/components/ui/button";
import { Command } from "@/components/ui/command";
import { Popover } from "@/components/ui/popover";

/** How to reach the edge of a sandbox, where hostnames resolve on no computer. */
export type SandboxEdge = { httpsPort: number; caFile: string | null };

/** Opens the domain in a new tab; in the sandbox, shows the command that visits it. */
export function VisitLink({ hostname, sandbox }: { hostname: string; sandbox: SandboxEdge | null }) {
  if (sandbox === null) {
    return (
      <a
        href={visitUrl(hostname)}
        target="_blank"
        rel="noopener noreferrer"
        className="control inline-flex min-w-11 items-center justify-center gap-2 rounded-lg border border-line-strong bg-card font-medium shadow-lift-1 hover:bg-hover sm:px-4"
      >
        <span className="max-sm:sr-only">Visit</span>
        <ExternalLink aria-hidden className="size-4" />
        <span className="sr-only">{hostname} (in a new tab)</span>
      </a>
    );
  }
  return (
    <Popover
      label="See it served"
      align="end"
      trigger={
        <Button variant="plain" className="max-sm:px-3">
          <span className="max-sm:sr-only">Visit</span>
          <ExternalLink aria-hidden className="size-4" />
        </Button>
      }
    >
      <div className="grid gap-2">
        <p className="text-ink-soft text-sm">
          The sandbox's hostnames are in no public DNS. This command visits {hostname} through its edge:
        </p>
        <Command text={edgeCommand(hostname, sandbox)} label="the call that visits the hostname" />
      </div>
    </Popover>
  );
}

export function visitUrl(hostname: string): string {
  return `https://${hostname}/`;
}
