/** Blocks of one generation at most: more is surely a slip of the finger. */
export const largestSize = 500;
