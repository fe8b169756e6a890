/** What nobody watched, of a change that was taken up again; empty where somebody always did. Pure. */
import type { Progress } from '../../../src-shared/panel.ts';
import { unwatchedText } from '../../../src-shared/unwatched.ts';

export function takenUpWords({ intent, takenUp }: Progress): string {
  if (takenUp === undefined) return '';
  return `Taken up again after its panel had ended. ${unwatchedText(intent.kind, takenUp.unwatchedMs)}`;
}
