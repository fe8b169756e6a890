/** What a yard is called in a list, and what is said of it there. Pure. */
import type { YardSummary } from '../../../src-shared/panel.ts';
import { plain } from '../../../src-shared/wording.ts';

export function yardName({ name, kind, detail }: YardSummary): string {
  const region = detail.split(' ')[1];
  const where = kind === 'aws' && region !== undefined ? ` \u00b7 ${plain(region, 40)}` : '';
  return `${plain(name, 60)}${where}`;
}

const statusWords: Readonly<Record<YardSummary['status'], string>> = {
  closed: 'not opened yet',
  starting: 'starting',
  live: 'live',
  stale: 'not answering',
  gone: 'host ended',
  stopped: 'stopped',
  incompatible: 'other version',
  'signed-out': 'signed out',
  failed: 'cannot be opened',
};

export function yardNote({ status, running }: YardSummary): string {
  return running === null ? statusWords[status] : plain(running, 60);
}
