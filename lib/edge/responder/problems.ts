/** What is wrong with this edge at the moment: a sentence for the operator by subject. */
export type Problems = {
  set(subject: string, sentence: string): void;
  clear(subject: string): void;
  list(): string[];
};

const maxProblems = 20;
const maxLength = 500;

export function createProblems(onNew: (sentence: string) => void): Problems {
  const sentences = new Map<string, string>();
  return {
    set(subject, sentence) {
      const text = sentence.slice(0, maxLength);
      const isNew = sentences.get(subject) !== text;
      sentences.delete(subject);
      sentences.set(subject, text);
      const [oldest] = sentences.keys();
      if (sentences.size > maxProblems && oldest !== undefined) sentences.delete(oldest);
      if (isNew) onNew(text);
    },
    clear: (subject) => void sentences.delete(subject),
    list: () => [...sentences.values()],
  };
}
