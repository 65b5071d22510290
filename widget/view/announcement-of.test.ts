import { expect, test } from "vitest";
import type { FlowState } from "@/widget/flow/state";
import { en } from "@/widget/texts/en";
import { announcementOf } from "@/widget/view/announcement-of";
import { exampleBrand, exampleStates as states } from "@/widget/view/example-states";
import { createSay } from "@/widget/view/view-context";

const between = (before: FlowState, state: FlowState) =>
  announcementOf(before, { state, texts: en, say: createSay({ state, brand: exampleBrand, language: "en" }) });

const cases: [string, FlowState, FlowState, string | null][] = [
  ["nothing where nothing changed", states.progress, { ...states.progress }, null],
  ["nothing for a new step, whose heading has the focus", states.records, states.progress_spreading, null],
  [
    "why a domain is refused",
    { ...states.domain_refused, problem: null },
    states.domain_refused,
    en.domain.refused.unknown_tld,
  ],
  ["what failed", states.records, states.records_failed, `${en.problems.network.title}. ${en.problems.network.text}`],
  ["what is in the way", states.analysis_busy, states.analysis_conflicts, "2 records are in the way"],
  ["where the DNS is managed", states.analysis_busy, states.analysis_free, "Its DNS is managed at Cloudflare."],
  ["that it is offline", states.progress, states.progress_offline, en.common.offline],
  ["that it is online again", states.progress_offline, states.progress, en.announce.online],
  ["to whom it was mailed", states.send, states.send_link, "Sent to it@example.com."],
  [
    "a record that is wrong, and the new stage",
    states.progress,
    states.progress_spreading,
    `CNAME record shop.example.com has another value. ${en.progress.stages.spreading.title}`,
  ],
  ["that a check found nothing new", states.progress_checking, states.progress, en.announce.unchanged],
  [
    "why it does not go on",
    states.progress,
    states.progress_stalled,
    states.progress_stalled.setUp?.finding?.title ?? "",
  ],
  [
    "that the window was closed",
    states.progress_provider_open,
    states.progress_provider_closed,
    en.progress.providerClosed.title,
  ],
];

test.each(cases)("says %s", (_, before, after, expected) => {
  expect(between(before, after)).toBe(expected);
});
