import { act, type ReactNode } from 'react';
import { afterEach, expect, it } from 'vitest';
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { PanelSnapshot } from '../../../src-shared/panel.ts';
import { succeed } from '../../../src-shared/result.ts';
import { awsLike } from '../../gallery/aws-fixtures.ts';
import type { Answers } from '../../bridge/fake-bridge.ts';
import {
  aFleet,
  aGeneration,
  aSnapshot,
  galleryNowMs,
  generationId,
} from '../../gallery/fixtures.ts';
import { showPart, type ShownPart } from '../../gallery/shown-part.fixture.tsx';
import { CutOverDialog } from '../frame/cut-over-dialog.tsx';
import { Leftovers } from './leftovers.tsx';
import { ScaleAct } from './scale-act.tsx';

let shown: ShownPart | null = null;
afterEach(() => {
  shown?.remove();
});

function partOf(part: ReactNode, change: Partial<PanelSnapshot> = {}, answers: Answers = {}) {
  const clock = { nowMs: () => galleryNowMs };
  shown = showPart(part, aSnapshot([aFleet()], change), { clock, answers });
  return shown;
}

it('says of a fleet that cannot be scaled here why, on its button', () => {
  const fleet = aFleet({ change: { unable: [{ verb: 'scale', because: 'Do this in AWS.' }] } });
  const { root } = partOf(<ScaleAct fleet={fleet} generation={aGeneration(1)} className="" />);
  const button = root.querySelector('button');
  expect(button?.getAttribute('aria-disabled')).toBe('true');
  expect(button?.title).toBe('Do this in AWS.');
});

it('says before a cutover what is missing while signed out, and that work moves where it is fetched', () => {
  const entry: Fleet['entry'] = {
    ...{ kind: 'none', marker: 'work', pinnedForMs: null },
    ...{ rules: ['hooks'], notes: [] },
  };
  const fleet = aFleet({ change: { entry } });
  const link = { kind: 'signed-out', sinceMs: 0, reason: 'It ended.', needsMfa: false } as const;
  const dialog = <CutOverDialog fleet={fleet} to={generationId(2)} onClose={() => undefined} />;
  partOf(dialog, { link });
  // A dialog stands beside everything else.
  const { body } = document;
  expect(body.textContent).toContain('All work moves from v001 to v002.');
  expect(body.textContent).toContain('Sign in first.');
  expect(body.textContent).not.toContain('not answering');
});

it('lets no name of what was left behind turn the line around', async () => {
  const left = { kind: 'target-group', name: 'shop\u202evoid', why: 'It is empty.', command: 'x' } as const; // prettier-ignore
  const answers: Answers = { 'fleet.left-objects': () => succeed([left]) };
  const capabilities = { ...awsLike, leavesObjects: true };
  const { root, settle } = partOf(<Leftovers fleet={aFleet()} />, { capabilities }, answers);
  act(() => root.querySelector('button')?.click());
  await settle();
  expect(root.innerHTML).toContain('shop\ufffdvoid');
  expect(root.innerHTML).not.toContain('\u202e');
});
