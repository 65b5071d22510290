export { latestAnswers } from "@/lib/diagnosis/instructions/latest-answers";
