import type { Tone } from "@/components/ui/notice";
import { isOver } from "@/lib/connections/machine";
import type { Instructions } from "@/lib/diagnosis/instructions/instructions";

/** How far it is, for somebody who edits the DNS and does not know Latchkey. Red only where something wrong was seen. */
export function sharedSummary({ state, hostname, asker, steps, notes, isDone }: Instructions): {
  tone: Tone;
  text: string;
} {
  if (isOver(state)) {
    return { tone: "quiet", text: `This set-up has ended. Ask ${asker.company} to start again.` };
  }
  const open = steps.filter(({ status }) => status !== "done");
  if (isDone && state === "live") {
    return { tone: "good", text: `All done: visitors reach ${hostname} over HTTPS. Leave the records as they are.` };
  }
  if (isDone) {
    return { tone: "working", text: "Your part is done. The rest happens automatically, usually within minutes." };
  }
  const isWrong = open.some(({ status }) => status === "wrong") || (open.length === 0 && notes.length > 0);
  const done = steps.length - open.length;
  const count = open.length === 1 ? "1 step is" : `${open.length} steps are`;
  const left = open.length === 0 ? "One thing is left for you to do." : `${count} left for you to do.`;
  const already =
    done === 0 || open.length === 0 ? "" : ` ${done} of ${steps.length} ${done === 1 ? "is" : "are"} done.`;
  return { tone: isWrong ? "bad" : "waiting", text: `${left}${already}` };
}
