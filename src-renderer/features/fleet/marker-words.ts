/** A declared marker in words. Pure. */
import type { MarkerDeclaration } from '../../../src-shared/marker.ts';

/** `header x-app-version of /version at shop.example.com`, for the list of facts. */
export function markerWords(marker: MarkerDeclaration): string {
  if (marker.kind === 'none') return 'not declared';
  const host = marker.host === null ? '' : ` at ${marker.host}`;
  const count = Object.keys(marker.meaning).length;
  const meaning =
    count === 0 ? '' : `; ${String(count)} ${count === 1 ? 'value is' : 'values are'} declared`;
  return `${carrierWords(marker)} of ${marker.path}${host}${meaning}`;
}

function carrierWords(marker: Exclude<MarkerDeclaration, { kind: 'none' }>): string {
  switch (marker.kind) {
    case 'header':
      return `header ${marker.name}`;
    case 'json':
      return `JSON ${marker.member}`;
    case 'text':
      return `text after "${marker.before}"`;
  }
}
