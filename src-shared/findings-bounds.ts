/** Bounds of findings, apart from their schemas. */
export const findingAreas = [
  'facts',
  'texts',
  'files',
  'packages',
  'pages',
  'answers',
  'behaviour',
] as const;

/** More of them are counted and not listed: a record is read by people, and has to be read at each start. */
export const mostFindings = 120;
export const mostUncompared = 30;
/** Characters of one text in a finding. */
export const longestValue = 240;
/** Characters of the reason for which findings are accepted: it is kept in the yard, on AWS in 4 KB with all else. */
export const longestFindingsReason = 280;
