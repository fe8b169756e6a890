/** Records of past changes, and the fleet as it was meanwhile. */
import { asRolloutId } from '../../src-shared/ids.ts';
import { fail, succeed } from '../../src-shared/result.ts';
import type { RecordedAudit } from '../../src-shared/audit.ts';
import { aFleet, aSnapshot, cutOverIntent } from './fixtures.ts';
import type { GalleryState } from './gallery-state.ts';
import { aRecord, aTakenBackRelease, anUncountedRecord } from './record-fixtures.ts';

const snapshot = aSnapshot([aFleet({ serves: 2, previous: 1 })]);
const view = { screen: 'timeline', record: asRolloutId('r-20261123-1') } as const;

function showing(recorded: RecordedAudit): GalleryState {
  return { snapshot, view, answers: { 'rollout.record': () => succeed(recorded) } };
}

const hostile = '\u202e<b>v9</b>\u0000 `x` | @all ';

export const recordStates: Readonly<Record<string, GalleryState>> = {
  record: showing(aRecord()),
  'record-taken-back': showing(aTakenBackRelease()),
  'record-accepted': showing(
    aRecord({
      intent: {
        ...cutOverIntent,
        accepted: {
          reason: 'The shop is closed until six, and the new price list has to be in before.',
          weighed: ['Entry', 'Whole: v001'],
          ...{ by: 'ana on desk', atMs: aRecord().audit.pressedAtMs },
        },
      },
      weighed: [
        { what: 'Entry', text: 'The entry is paused by bob on mac: requests wait.' },
        { what: 'Whole: v001', text: '3 of 4 blocks of v001 are healthy.' },
      ],
    }),
  ),
  'record-uncounted': showing(anUncountedRecord()),
  'record-version-1': showing(aRecord({ sights: [] })),
  'record-damaged': showing(
    aRecord(
      { end: null, isClockSetBack: true },
      'This record is damaged at line 6: its checksum does not match. What is shown are the 5 lines before it.',
    ),
  ),
  'record-missing': {
    snapshot,
    view,
    answers: {
      'rollout.record': () =>
        fail({
          code: 'not-found',
          message: 'There is no record of this change on this computer.',
          todo: 'Look on the computer where it was pressed: each panel keeps its own records.',
        }),
    },
  },
  'record-hostile': showing(
    aRecord({
      label: `Cut over to ${hostile.repeat(6)}`,
      owner: { name: hostile.repeat(3), host: hostile, panel: 'p' },
      told: [
        { atMs: aRecord().audit.pressedAtMs + 40, text: hostile.repeat(20), by: hostile.repeat(9) },
      ],
      end: null,
    }),
  ),
};
