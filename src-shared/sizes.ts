/** Blocks of one generation at most: more is surely a slip of the finger. */
export const largestSize = 500;
/** Characters of the reason for which a warning is accepted: it is kept in the yard, on AWS in 4 KB with all else. */
export const longestReason = 280;
/** Of so many yards it is remembered which fleet was open. */
export const rememberedYards = 50;
