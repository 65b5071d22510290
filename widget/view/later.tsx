/** @jsxImportSource preact */
import { AnalysisStep } from "@/widget/view/analysis-step";
import { announcementOf } from "@/widget/view/announcement-of";
import { ChoiceStep } from "@/widget/view/choice-step";
import { CloseQuestion } from "@/widget/view/close-question";
import { EndedStep } from "@/widget/view/ended-step";
import { Expired } from "@/widget/view/expired";
import { Footer } from "@/widget/view/footer";
import { laterCss } from "@/widget/view/later-sheet";
import { ProgressStep } from "@/widget/view/progress-step";
import { RecordsStep } from "@/widget/view/records-step";
import { SendPanel } from "@/widget/view/send-panel";
import { SuccessStep } from "@/widget/view/success-step";

/** Everything after the first step: a chunk of its own, which arrives while the domain is typed. */
export const later = {
  Footer,
  announcementOf,
  css: laterCss,
  places: {
    analysis: AnalysisStep,
    choice: ChoiceStep,
    records: RecordsStep,
    send: SendPanel,
    progress: ProgressStep,
    success: SuccessStep,
    ended: EndedStep,
    closing: CloseQuestion,
    expired: Expired,
  },
};

export type Later = typeof later;
