import { describe, expect, it } from 'vitest';
import type { AmiImage, Image } from '../../src-shared/image.ts';
import { fail, succeed } from '../../src-shared/result.ts';
import { secretMark } from '../masking/secret-mark.ts';
import { anAmi } from './ami.fixture.ts';
import { compareKnownImages, withoutMarks, type ImageSources } from './known-images.ts';

const mark = secretMark(new Uint8Array(32).fill(5));
const withSecret = (id: string, value: string): AmiImage =>
  anAmi({ tags: [{ key: 'db-password', value }] }, id);
const [a, b] = ['ami-0aaaaaaaaaaaaaaaa', 'ami-0bbbbbbbbbbbbbbbb'];
const left = withSecret(a, mark('hunter1'));
const right = withSecret(b, mark('hunter2'));
const hidden = [a, b].map((id) => withSecret(id, '\u2022\u2022\u2022\u2022'));
const away = fail({ code: 'signed-out', message: 'The session has ended.' });

const sources = (read: readonly Image[], known: readonly Image[]): ImageSources => ({
  read: (id) => {
    const image = read.find((one) => one.id === id);
    return Promise.resolve(image === undefined ? away : succeed({ image, missing: ['No line.'] }));
  },
  known: (id) => known.find((one) => one.id === id),
  nowMs: 0,
});
const compared = async (read: readonly Image[], known: readonly Image[]) => {
  const answer = await compareKnownImages(sources(read, known), left.id, right.id);
  if (!answer.ok) return answer;
  const { rows, missing } = answer.value;
  return { secret: rows.find(({ fact }) => fact.includes('db-password')), missing };
};

describe('the images of a comparison', () => {
  it('are read now: a changed secret shows as changed and an equal one as equal, never itself', async () => {
    const answer = await compared([left, right], hidden);
    expect(answer).toMatchObject({
      secret: { a: '\u2022\u2022\u2022\u2022', b: '\u2022\u2022\u2022\u2022 (changed)', change: 'changed' },
    }); // prettier-ignore
    const same = await compared([left, withSecret(b, mark('hunter1'))], hidden);
    expect(same).toMatchObject({ secret: { change: 'equal', b: '\u2022\u2022\u2022\u2022' } });
    expect(JSON.stringify([answer, same])).not.toMatch(/hunter|\u27e8/u);
  });

  it('are remembered where nothing can be read, and it is said what that hides', async () => {
    const answer = await compared([], hidden);
    expect(answer).toMatchObject({ secret: { change: 'equal' } });
    expect(JSON.stringify(answer)).toContain('a changed secret cannot be told. The session has ended.'); // prettier-ignore
  });

  it('do not tell a read secret from a remembered one', async () => {
    const answer = await compared([left], hidden);
    expect(answer).toMatchObject({ secret: { change: 'equal' } });
    expect(JSON.stringify(answer)).not.toContain('(changed)');
  });

  it('have titles without the marks', async () => {
    const versions = [left, right].map((image) => ({ ...image, version: mark('hunter3') }));
    for (const [read, known] of [
      [versions, []],
      [[], versions],
    ] as const) {
      const answer = await compareKnownImages(sources(read, known), left.id, right.id);
      expect(answer).toMatchObject({
        value: { a: expect.stringMatching(/\u2022{4}$/u) as string },
      });
      expect(JSON.stringify(answer)).not.toContain('\u27e8');
    }
  });

  it('are both needed', async () => {
    expect(await compared([left], [left])).toEqual(away);
  });

  it('go to the window without the marks', () => {
    expect(JSON.stringify(left)).toContain('\u27e8');
    expect(JSON.stringify(withoutMarks(left))).not.toContain('\u27e8');
    // Version and build facts are told by tags too.
    const told = mark('hunter3');
    const everywhere: AmiImage = {
      ...{ ...left, name: told, version: told },
      facts: { commit: told, base: told, recipe: told, builtAt: told },
    };
    const shown = withoutMarks(everywhere);
    expect(JSON.stringify(shown)).not.toContain('\u27e8');
    expect(shown).toMatchObject({ version: '\u2022\u2022\u2022\u2022', id: left.id });
    // The control: what has none is the same.
    expect(withoutMarks(hidden[0]!)).toEqual(hidden[0]);
  });
});
