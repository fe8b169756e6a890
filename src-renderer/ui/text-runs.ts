/** Which parts of a line are written from right to left. Pure. */

export interface TextRun {
  readonly text: string;
  readonly isRightToLeft: boolean;
}

/** The blocks that Unicode keeps for such scripts; JavaScript's expressions do not know the direction. */
const letter = String.raw`[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]`;
/** From the first such letter to the last one that only spaces and marks separate from it. */
const run = new RegExp(String.raw`${letter}(?:[^\p{L}\p{N}]*${letter})*`, 'gu');

export function textRuns(text: string): readonly TextRun[] {
  const runs: TextRun[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(run)) {
    if (index > from) runs.push({ text: text.slice(from, index), isRightToLeft: false });
    runs.push({ text: found, isRightToLeft: true });
    from = index + found.length;
  }
  if (from < text.length) runs.push({ text: text.slice(from), isRightToLeft: false });
  return runs;
}
