/** Texts of ours and of the engine as sentences. Pure. */

export function sentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  return /[.!?\u2026]$/u.test(trimmed) ? capital(trimmed) : `${capital(trimmed)}.`;
}

/** A generation's label is a name and stays as it is: v002, not V002. */
export function capital(text: string): string {
  if (/^v\d/.test(text)) return text;
  return text.charAt(0).toUpperCase() + text.slice(1);
}
