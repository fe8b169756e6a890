/** A side has the hue of its lane, wherever it stands. */
export function hueOf(laneIndex: number): 'old' | 'new' | 'none' {
  return laneIndex === 0 ? 'old' : laneIndex === 1 ? 'new' : 'none';
}
