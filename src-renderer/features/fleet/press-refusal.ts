/** Why nothing new can be begun in this yard now, whatever it is. Pure. */
import type { Band, YardLink } from '../../../src-shared/panel.ts';
import { changeRefusal } from '../../../src-shared/safety.ts';

export function pressRefusal(link: YardLink['kind'], band: Band): string | undefined {
  if (link === 'live') return changeRefusal(band) ?? undefined;
  return link === 'signed-out' ? 'Sign in first.' : 'The yard is not answering.';
}
