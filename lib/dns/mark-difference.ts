/** A piece of a text, and whether it differs from the other one. */
export type Part = { text: string; differs: boolean };

/** `swapped`: two neighbours changed places. */
export type ChangeKind = "added" | "left out" | "replaced" | "swapped";

export type Difference = {
  published: Part[];
  wanted: Part[];
  /** From left to right. `published` and `wanted` hold the characters that differ; one of them can be empty. */
  changes: { kind: ChangeKind; published: string; wanted: string }[];
};

/** What is longer is compared nowhere: the effort grows with the product of the lengths, and one of them is a third party's. */
const maxLength = 300;
const maxChanges = 3;
/** A text with more changes than one for so many characters is another text, and no misspelling. */
const charactersPerChange = 5;

/**
 * Which characters of a published value differ from the wanted one, where it is nearly that: a misspelling. null: they are
 * equal, or too different for that. Pure.
 */
export function markDifference(published: string, wanted: string): Difference | null {
  const [from, to] = [[...published], [...wanted]];
  if (published === wanted || from.length > maxLength || to.length > maxLength) return null;
  const allowed = Math.min(maxChanges, Math.floor(Math.min(from.length, to.length) / charactersPerChange));
  const distances = distancesBetween(from, to);
  const distance = distances[from.length]?.[to.length] ?? Number.POSITIVE_INFINITY;
  if (distance > allowed) return null;
  const edits = editsBetween(from, to, distances);
  return {
    published: partsOf(edits, "published"),
    wanted: partsOf(edits, "wanted"),
    changes: edits.flatMap(({ kind, ...texts }) => (kind === "same" ? [] : [{ kind, ...texts }])),
  };
}

type Edit = { kind: ChangeKind | "same"; published: string; wanted: string };

/** Optimal string alignment: the fewest insertions, deletions, replacements and swaps of neighbours. */
function distancesBetween(from: readonly string[], to: readonly string[]): number[][] {
  const rows = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= from.length; row += 1) {
    rows.push([row]);
    for (let column = 1; column <= to.length; column += 1) {
      rows[row]?.push(
        Math.min(
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          at(row - 1, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1),
          isSwap(from, to, row, column) ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
  }
  return rows;
}

function isSwap(from: readonly string[], to: readonly string[], row: number, column: number): boolean {
  return (
    row > 1 &&
    column > 1 &&
    from[row - 1] !== from[row - 2] &&
    from[row - 1] === to[column - 2] &&
    from[row - 2] === to[column - 1]
  );
}

/** Read from the end: of several equally short ways, the one that keeps the most characters at the end. */
function editsBetween(from: readonly string[], to: readonly string[], distances: readonly number[][]): Edit[] {
  const edits: Edit[] = [];
  const at = (row: number, column: number) => distances[row]?.[column] ?? Number.POSITIVE_INFINITY;
  let [row, column] = [from.length, to.length];
  while (row > 0 || column > 0) {
    const [here, published, wanted] = [at(row, column), from[row - 1] ?? "", to[column - 1] ?? ""];
    if (row > 0 && column > 0 && published === wanted && here === at(row - 1, column - 1)) {
      edits.push({ kind: "same", published, wanted });
      [row, column] = [row - 1, column - 1];
    } else if (isSwap(from, to, row, column) && here === at(row - 2, column - 2) + 1) {
      edits.push({ kind: "swapped", published: `${wanted}${published}`, wanted: `${published}${wanted}` });
      [row, column] = [row - 2, column - 2];
    } else if (row > 0 && column > 0 && here === at(row - 1, column - 1) + 1) {
      edits.push({ kind: "replaced", published, wanted });
      [row, column] = [row - 1, column - 1];
    } else if (row > 0 && here === at(row - 1, column) + 1) {
      edits.push({ kind: "added", published, wanted: "" });
      row -= 1;
    } else {
      edits.push({ kind: "left out", published: "", wanted });
      column -= 1;
    }
  }
  return edits.reverse();
}

function partsOf(edits: readonly Edit[], side: "published" | "wanted"): Part[] {
  const parts: Part[] = [];
  for (const edit of edits) {
    const [text, differs, last] = [edit[side], edit.kind !== "same", parts.at(-1)];
    if (text === "") continue;
    if (last?.differs === differs) last.text += text;
    else parts.push({ text, differs });
  }
  return parts;
}
