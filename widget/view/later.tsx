/** @jsxImportSource preact */
import { completeTexts } from "@/widget/texts/complete-texts";
import { enLater } from "@/widget/texts/en-later";
import { AnalysisStep } from "@/widget/view/analysis-step";
import { announcementOf } from "@/widget/view/announcement-of";
import { ChoiceStep } from "@/widget/view/choice-step";
import { CloseQuestion } from "@/widget/view/close-question";
import { EndedStep } from "@/widget/view/ended-step";
import { Expired } from "@/widget/view/expired";
import { Footer } from "@/widget/view/footer";
import { addShapes } from "@/widget/view/icon";
import { laterShapes } from "@/widget/view/later-icons";
import { laterCss } from "@/widget/view/later-sheet";
import { ProgressStep } from "@/widget/view/progress-step";
import { RecordsStep } from "@/widget/view/records-step";
import { SendPanel } from "@/widget/view/send-panel";
import { SuccessStep } from "@/widget/view/success-step";
import type { Later } from "@/widget/view/view-context";

addShapes(laterShapes);

/** Everything after the first step: a chunk of its own, which arrives while the domain is typed. */
export const later: Later = {
  Footer,
  announcementOf,
  css: laterCss,
  complete: (texts) => completeTexts(texts, enLater),
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
