const LABEL_WIDTH = 16;
const DETAIL_WIDTH = 44;

export const upToDate = "up to date";

/** A list of steps on the terminal: a mark, a name, what happened, how long it took. `onlyWork`: nothing to do is not told. */
export function createSteps({ out = process.stdout, env = process.env, onlyWork = false } = {}) {
  const colour = out.isTTY && !env.NO_COLOR && env.TERM !== "dumb";
  const paint = (code, text) => (colour ? `\x1b[${code}m${text}\x1b[0m` : text);
  const line = (mark, label, detail, time = "") =>
    out.write(
      `  ${mark} ${label.padEnd(LABEL_WIDTH)} ${detail.padEnd(time ? DETAIL_WIDTH : 0)} ${paint(2, time)}`.trimEnd() +
        "\n",
    );

  return {
    title: (text) => out.write(`\n${paint(1, text)}\n`),
    note: (label, detail) => line(paint(33, "!"), label, detail),
    /** Runs `work(announce)`; it returns what happened, in a few words. `announce` says beforehand what takes long. */
    async run(label, work) {
      const startedAt = performance.now();
      const seconds = () => `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`;
      try {
        const detail = await work((text) => line(paint(36, "…"), label, text));
        if (!onlyWork || detail !== upToDate) line(paint(32, "✓"), label, detail, seconds());
      } catch (error) {
        line(paint(31, "✗"), label, "failed", seconds());
        throw error;
      }
    },
    /** The reason of a failure: the sentence, then the end of the log that holds the cause. */
    failure(error) {
      out.write(`\n${paint(31, error.message)}\n`);
      for (const text of error.tail ?? []) out.write(`    ${text}\n`);
      if (error.logPath) out.write(`    ${paint(2, `whole log: ${error.logPath}`)}\n`);
    },
  };
}
