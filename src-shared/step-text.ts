/** What a change is at and what it waits for, as one sentence without its end. */
export function stepText({
  title,
  because,
}: {
  readonly title: string;
  readonly because?: string | undefined;
}): string {
  return because === undefined ? title : `${title}: ${because}`;
}
