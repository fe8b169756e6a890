/** Comparing how generations look: its words as lists, and how much of it there may be. Pure. */

export const themes = ['light', 'dark'] as const;
/** Of a shot: the left side, the right side, and what differs as a mask. */
export const pictureKinds = ['a', 'b', 'difference'] as const;
export type PictureKind = (typeof pictureKinds)[number];

export const findingKinds = [
  /** A request to another host than the generation's own address. */
  'blocked',
  /** A request that may change something on its own generation. */
  'write-blocked',
  'redirected',
  'redirect-blocked',
  'dialog',
  'window',
  'download',
  'permission',
  'sign-in',
  'certificate',
  'certificate-allowed',
  'animation',
  'never-settled',
  'failed-request',
  'cut',
  'selector',
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** Sides of a window, in CSS pixels. */
export const smallestSide = 200;
export const largestSide = 3840;
export const mostPaths = 50;
/** Of one side. */
export const mostShots = 200;
/** Seconds for one page. */
export const longestWait = 60;
/** Of a picture, in pixels: longer pages are cut there, and it is said. */
export const tallestPicture = 4000;
