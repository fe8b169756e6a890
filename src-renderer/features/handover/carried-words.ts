/** How far a change is that another panel carries, as that one last told the yard. Pure. */
import { plain } from '../../../src-shared/wording.ts';
import { clockTime } from '../../ui/format.ts';
import { sentence } from '../fleet/sentence.ts';
import type { HandoverView } from './handover-view.ts';

export function carriedWords(view: Extract<HandoverView, { kind: 'elsewhere' }>): string {
  const { step, startedAtMs, standing } = view;
  const at = step === null ? '' : `At: ${sentence(plain(step, 500))} `;
  return `${at}Begun at ${clockTime(startedAtMs)}. ${standing}`.trim();
}
