const LABEL_WIDTH = 16;
const DETAIL_WIDTH = 44;

export const upToDate = "up to date";

/** Prints a list of steps: a mark, a name, the result, the time. With `onlyWork`, steps that had nothing to do are left out. */
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
    /** Runs `work(announce)`, which returns its result in a few words. `announce` prints what is about to take long. */
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
    /** Prints why a step failed: the message, then the end of the log. */
    failure(error) {
      out.write(`\n${paint(31, error.message)}\n`);
      for (const text of error.tail ?? []) out.write(`    ${text}\n`);
      if (error.logPath) out.write(`    ${paint(2, `whole log: ${error.logPath}`)}\n`);
    },
  };
}
