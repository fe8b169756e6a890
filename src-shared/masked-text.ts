/**
 * Marks that stand for secrets in texts of a yard: `••••⟨3f9a0c12b4de⟩`. What is between the brackets is
 * equal for equal secrets and is taken away before anything is shown.
 */
const dots = '\u2022\u2022\u2022\u2022';
const marks = /\u2022{4}\u27e8([0-9a-f]{12})\u27e9/gu;

/** @param digest 12 hexadecimal digits of a keyed hash. */
export function maskMark(digest: string): string {
  return `${dots}\u27e8${digest}\u27e9`;
}

/** Whether two texts differ in nothing but the secrets they hide. */
export function differInSecretsOnly(a: string, b: string): boolean {
  return a !== b && maskedAlike(a) === maskedAlike(b);
}

/** The same for all texts that differ in nothing but the secrets they hide. */
export function maskedAlike(text: string): string {
  return text.replace(marks, dots);
}

/** As it is shown; with `other`, each secret that is not the one of that text says so. */
export function shownMasked(text: string, other?: string): string {
  const theirs = other === undefined ? [] : [...other.matchAll(marks)].map((match) => match[1]);
  let index = 0;
  return text.replace(marks, (_, digest: string) => {
    const isOther = other !== undefined && theirs[index] !== digest;
    index += 1;
    return isOther ? `${dots} (changed)` : dots;
  });
}
