/** Words of a comparison of contents, apart from their schemas: window and worker need no more. */

/** Left and right; the right one would come. */
export const contentsSides = ['a', 'b'] as const;
export type ContentsSide = (typeof contentsSides)[number];

export const sideWords = { a: 'left', b: 'right' } as const;

export const fileChanges = ['added', 'removed', 'changed', 'moved'] as const;
