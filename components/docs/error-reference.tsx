import { Markdown } from "@/components/docs/markdown";

/** docs/errors.md. The anchor of a code is the code itself: `doc_url` links to it. */
export function ErrorReference({ text }: { text: string }) {
  return <Markdown text={text} idOf={(heading) => heading} />;
}
