/** What is accepted is what was read: its mark and a reason go with the press, and nothing goes without them. */
import { act } from 'react';
import { afterEach, expect, it } from 'vitest';
import type { Findings } from '../../../src-shared/findings-schema.ts';
import { asRolloutId } from '../../../src-shared/ids.ts';
import { fail, succeed, type Result } from '../../../src-shared/result.ts';
import { someFindings } from '../../gallery/findings-fixture.ts';
import { galleryNowMs } from '../../gallery/fixtures.ts';
import { releaseIntent, releasing, slowly } from '../../gallery/release-fixtures.ts';
import { showPart, type ShownPart } from '../../gallery/shown-part.fixture.tsx';
import { AcceptFindingsDialog } from './accept-findings-dialog.tsx';

let shown: ShownPart | null = null;
afterEach(() => {
  shown?.remove();
});

async function open(answer: Result<Findings>, isRunning = true) {
  const snapshot = releasing({
    ...{ steps: slowly, now: 2, findings: 'strict', title: 'v002 is ready' },
    offers: [{ kind: 'pass', place: 1 }],
  });
  const [fleet] = snapshot.fleets;
  if (fleet === undefined || fleet.rollout === null) throw new Error('No release.');
  const rollout = isRunning ? fleet.rollout.id : asRolloutId('r-gone');
  let isClosed = false;
  const onClose = (): void => {
    isClosed = true;
  };
  const intent = releaseIntent(slowly);
  const part = showPart(
    <AcceptFindingsDialog {...{ fleet, rollout, intent, onClose }} />,
    snapshot,
    {
      clock: { nowMs: () => galleryNowMs },
      answers: { 'findings.ask': () => answer },
    },
  );
  shown = part;
  await part.settle();
  const accept = () =>
    [...document.querySelectorAll('button')].find(({ textContent }) =>
      textContent.includes('Accept and send'),
    );
  return {
    accept,
    text: () => document.body.textContent,
    said: () => part.asked.filter(({ name }) => name === 'rollout.control'),
    isClosed: () => isClosed,
    type: (text: string) => {
      const field = document.querySelector<HTMLInputElement>('input');
      act(() => {
        if (field === null) throw new Error('No field.');
        // As typed: React watches the field's own value.
        Reflect.set(HTMLInputElement.prototype, 'value', text, field);
        field.dispatchEvent(new Event('input', { bubbles: true }));
      });
    },
  };
}

it('sends what was read and why, once there is a reason', async () => {
  const dialog = await open(succeed(someFindings()));
  expect(dialog.text()).toContain('9 differences, 2 worth a look');
  act(() => dialog.accept()?.click());
  expect(dialog.said()).toEqual([]);
  dialog.type('  Only the banner. ');
  act(() => dialog.accept()?.click());
  const accepts = { mark: someFindings().mark, reason: 'Only the banner.' };
  expect(dialog.said()).toMatchObject([{ input: { change: { kind: 'pass', place: 1, accepts } } }]);
  expect(dialog.isClosed()).toBe(true);
});

it('accepts nothing that could not be compared, and nothing of a release that is over', async () => {
  const failed = await open(fail({ code: 'unreachable', message: 'The yard does not answer.' }));
  expect(failed.text()).toContain('What could not be compared cannot be accepted.');
  expect(document.querySelector('input')).toBeNull();
  shown?.remove();
  const over = await open(succeed(someFindings()), false);
  over.type('Why not');
  act(() => over.accept()?.click());
  expect(over.said()).toEqual([]);
  expect(over.text()).toContain('This release has ended.');
});
