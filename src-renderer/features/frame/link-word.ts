import type { YardLink } from '../../../src-shared/panel.ts';

/** The state of the link in a word or three. */
export function linkWord(link: YardLink): string {
  switch (link.kind) {
    case 'live':
      return 'live';
    case 'starting':
      return 'starting';
    case 'stale':
      return link.denial === undefined ? 'not answering' : 'not allowed to look';
    case 'gone':
      return 'yard host ended';
    case 'stopped':
      return 'stopped';
    case 'incompatible':
      return 'other version';
    case 'signed-out':
      return 'signed out';
    case 'failed':
      return 'cannot be opened';
  }
}
