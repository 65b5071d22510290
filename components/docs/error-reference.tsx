import { Markdown } from "@/components/docs/markdown";

/** docs/errors.md. The anchor of a code is the code, letter by letter: `doc_url` leads there. */
export function ErrorReference({ text }: { text: string }) {
  return <Markdown text={text} idOf={(heading) => heading} />;
}
