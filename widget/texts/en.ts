import { completeTexts } from "@/widget/texts/complete-texts";
import { enFirst } from "@/widget/texts/en-first";
import { enLater } from "@/widget/texts/en-later";
import type { Texts } from "@/widget/texts/texts";

export const en: Texts = completeTexts(enFirst, enLater);
