import { act } from 'react';
import { afterEach, expect, it } from 'vitest';
import { asRolloutId } from '../../../src-shared/ids.ts';
import { longestNote } from '../../../src-shared/note.ts';
import { fail, succeed } from '../../../src-shared/result.ts';
import type { Answers } from '../../bridge/fake-bridge.ts';
import { aFleet, aSnapshot, storefront } from '../../gallery/fixtures.ts';
import { showPart, type ShownPart } from '../../gallery/shown-part.fixture.tsx';
import { NoteForm } from './note-form.tsx';

let shown: ShownPart | null = null;
afterEach(() => shown?.remove());

function form(answers: Answers = {}) {
  const about = { fleet: storefront, rollout: asRolloutId('r-1') };
  const part = <NoteForm {...about} label="Add a note" placeholder="Why" />;
  shown = showPart(part, aSnapshot([aFleet()]), { answers, clock: { nowMs: () => 0 } });
  const { root, asked } = shown;
  const field = root.querySelector('input');
  const button = root.querySelector('button');
  if (field === null || button === null) throw new Error('The form has no field or no button.');
  const type = (text: string): void => {
    act(() => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text);
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
  };
  const press = async (): Promise<void> => {
    await act(async () => {
      button.click();
      await Promise.resolve();
    });
  };
  return { root, field, type, press, asked };
}

it('keeps a note with what it is about, and is empty again then', async () => {
  const { root, field, type, press, asked } = form();
  type('  Checkout fails  ');
  await press();
  const note = { fleet: storefront, rollout: 'r-1', text: 'Checkout fails' };
  expect(asked.at(-1)).toMatchObject({ name: 'timeline.annotate', input: note });
  expect(field.value).toBe('');
  expect(root.textContent).toContain('Kept in the yard');
});

it('says what does not fit with its figure, sends nothing, and cuts nothing off', async () => {
  const { root, field, type, press, asked } = form();
  await press();
  type('x'.repeat(longestNote + 1));
  await press();
  expect(root.textContent).toContain('The note has 501 characters; 500 fit.');
  expect(field.value).toHaveLength(501);
  expect(asked.map(({ name }) => name)).not.toContain('timeline.annotate');
});

it('sends the same note again after a lost answer, and another one once the words are others', async () => {
  let isReached = false;
  const { type, press, asked } = form({
    'timeline.annotate': () =>
      isReached ? succeed(null) : fail({ code: 'unknown-outcome', message: 'No answer.' }),
  });
  const sent = (): readonly unknown[] =>
    asked
      .filter(({ name }) => name === 'timeline.annotate')
      .map(({ input }) => (input as { readonly id: string }).id);
  type('Checkout fails');
  await press();
  await press();
  type('Checkout fails again');
  await press();
  isReached = true;
  await press();
  type('Checkout fails again');
  await press();
  const [first, second, other, kept, next] = sent();
  expect(second).toBe(first);
  expect(other).not.toBe(first);
  expect(kept).toBe(other);
  expect(next).not.toBe(kept);
});

it('loses nothing of what was typed when the yard does not keep it', async () => {
  const message = 'The disk is full.';
  const { root, field, type, press } = form({
    'timeline.annotate': () => fail({ code: 'no-space', message }),
  });
  type('Checkout fails');
  await press();
  expect(root.textContent).toContain(message);
  expect(field.value).toBe('Checkout fails');
});
