"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, CircleX, RefreshCw, SearchX } from "lucide-react";
import { z } from "zod";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { ApiError, request } from "@/lib/api/client";
import { checkRecordsEndpoint, verifyConnectionEndpoint } from "@/lib/api/endpoints/connections";
import type { ConnectionResource, RecordsCheckResource } from "@/lib/connections/schema";

export type CheckReport = {
  tone: "good" | "waiting" | "bad";
  text: string;
  /** Values that stand at the challenge name; null where they were not looked at. */
  seenTxt: string[] | null;
};

type CheckNowProps = {
  connection: ConnectionResource;
  report: CheckReport | null;
  onReport: (report: CheckReport | null) => void;
};

const icons = { good: CircleCheck, waiting: SearchX, bad: CircleX };

/** Looks at once: for the proof until it is there, then for the records. */
export function CheckNow({ connection, report, onReport }: CheckNowProps) {
  const client = useQueryClient();
  const { id, state, ownership } = connection;
  const check = useMutation({
    mutationFn: async (): Promise<CheckReport> => {
      if (ownership === "ok") return recordsReport(await request(checkRecordsEndpoint, { id }));
      await request(verifyConnectionEndpoint, { id });
      return { tone: "good", text: "The TXT record is right on every nameserver. Ownership is proven.", seenTxt: null };
    },
    onSuccess: onReport,
    onError: (error) => onReport(refusalReport(error)),
    onSettled: () => client.invalidateQueries({ queryKey: ["connections"] }),
  });
  if (state === "archived" || state === "failed") return null;
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
      <Button look={state === "live" ? "plain" : "primary"} busy={check.isPending} onClick={() => check.mutate()}>
        <RefreshCw aria-hidden className={`size-4 ${check.isPending ? "motion-safe:animate-spin" : ""}`} />
        Check now
      </Button>
      <div role="status" className="min-w-0 flex-1 basis-72 sm:min-h-12">
        {report && !check.isPending && (
          <Notice tone={report.tone} icon={icons[report.tone]}>
            <p>{report.text}</p>
            {report.seenTxt && report.seenTxt.length > 0 && (
              <>
                <p className="mt-1">What stands there:</p>
                <ul className="font-mono text-sm">
                  {report.seenTxt.map((value) => (
                    <li key={value}>{value}</li>
                  ))}
                </ul>
              </>
            )}
          </Notice>
        )}
      </div>
    </div>
  );
}

function recordsReport({ records }: RecordsCheckResource): CheckReport {
  const right = records.filter((record) => record.propagated).length;
  const silent = records.filter((record) => record.propagated === null).length;
  if (right === records.length) {
    return {
      tone: "good",
      text: right === 1 ? "The record is right." : `All ${right} records are right.`,
      seenTxt: null,
    };
  }
  const rest =
    silent > 0 ? " The nameservers could not be asked about the others." : " The table below says what was seen.";
  return { tone: "waiting", text: `${right} of ${records.length} records right so far.${rest}`, seenTxt: null };
}

const seenSchema = z.object({ values: z.array(z.string()).max(100) });

function refusalReport(error: Error): CheckReport {
  if (!(error instanceof ApiError) || error.code !== "ownership_not_found") {
    return { tone: "bad", text: error.message, seenTxt: null };
  }
  const seen = seenSchema.safeParse(error.details);
  const seenTxt = seen.success ? [...new Set(seen.data.values)] : [];
  const advice =
    seenTxt.length > 0 ? "" : " If you have just published it, give the provider a minute; we keep looking.";
  return { tone: "waiting", text: `${error.message}${advice}`, seenTxt };
}
