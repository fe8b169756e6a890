import { describe, expect, it } from 'vitest';
import type { DataNote } from '../../../src-shared/data-note-schema.ts';
import { aFleet, aGeneration, aSplit, v1, v2 } from '../../../src-shared/fleet.fixture.ts';
import type { Generation } from '../../../src-shared/fleet.ts';
import { performed, stepped } from './question.fixture.ts';
import { counted, ReleasePlay, sick, standing, withTerms } from './release.fixture.ts';

const wish = { change: 'contract', text: 'drops orders.legacy_total' } as const;
const note: DataNote = { ...wish, by: 'ann', atMs: 0 };
const noted = (more: Partial<Generation> = {}): Generation => aGeneration(2, { data: note, ...more }); // prettier-ignore
const releasing = withTerms(standing, { data: wish, waitsForPress: false });
const isNoted = aFleet({ generations: [aGeneration(1), noted()] });

describe('a release that notes what it does to the data', () => {
  it('notes it before its proof and before any traffic', () => {
    const play = new ReleasePlay(releasing).prove();
    expect(play.look(aFleet())).toMatchObject({
      phase: 'acting',
      action: { kind: 'note-data', key: 'note', generation: v2, note: wish },
    });
    expect(play.look(isNoted)).toMatchObject({ phase: 'acting', action: { key: 'shift-1' } });
    // Control: without a note in its terms it is not asked.
    const plain = new ReleasePlay(withTerms(standing, { waitsForPress: false })).prove();
    expect(plain.look(aFleet())).toMatchObject({ phase: 'acting', action: { key: 'shift-1' } });
  });

  it('moves nothing while the yard does not show it, and lets a later note of a person stand', () => {
    const play = new ReleasePlay(releasing).prove();
    play.facts = { ...play.facts, steps: stepped(['note', performed]).steps };
    expect(play.look(aFleet())).toMatchObject({ phase: 'waiting', because: 'the note is not to be seen yet' }); // prettier-ignore
    const later = aFleet({ generations: [aGeneration(1), noted({ data: { ...note, change: 'expand' } })] }); // prettier-ignore
    expect(play.look(later)).toMatchObject({ phase: 'acting', action: { key: 'shift-1' } });
    play.facts = { ...play.facts, steps: stepped(['note', performed]).steps };
    expect(play.look(aFleet(), 600_000)).toMatchObject({ phase: 'ended', kind: 'failed' });
  });

  it('ends without traffic when it cannot be noted', () => {
    const play = new ReleasePlay(releasing).prove();
    const refused = { ...performed, kind: 'refused', fault: { code: 'denied', message: 'Not allowed.' } } as const; // prettier-ignore
    play.facts = { ...play.facts, steps: stepped(['note', refused]).steps };
    const end = play.look(aFleet());
    expect(end).toMatchObject({ phase: 'ended', kind: 'failed' });
    expect(end.phase === 'ended' && end.text).toContain('It got no traffic.');
  });
});

describe('a guard that breaks where going back loses data', () => {
  const broken = (generation: Generation, terms: Parameters<typeof withTerms>[1]) => {
    const all = aFleet({ split: aSplit(v2, 2), previous: v1, generations: [aGeneration(1), generation] }); // prettier-ignore
    const play = new ReleasePlay(withTerms(standing, { waitsForPress: false, ...terms })).prove();
    play.look(counted(aFleet(), v1, {}));
    play.wrote('shift-1', 2).look(all);
    play.probed(v2);
    const bad = { ...all, generations: [aGeneration(1), { ...generation, blocks: sick(2, 1).blocks }] }; // prettier-ignore
    play.look(bad);
    play.look(bad, 1000);
    return play.look(bad, 1000);
  };

  it.each([
    ['its note says so', noted(), {}],
    ['its terms say so and the note is not read', aGeneration(2), { data: wish }],
  ])('calls a person instead of going back by itself: %s', (_, generation, terms) => {
    const end = broken(generation, terms);
    expect(end).toMatchObject({ phase: 'ended', kind: 'failed' });
    const text = end.phase === 'ended' ? end.text : '';
    expect(text).toMatch(/A guard broke.*not taken back by itself: .*drops orders\.legacy_total/u);
    expect(text).toContain('a press on Revert goes all the same');
  });

  it('goes back by itself where nothing is lost', () => {
    const back = { phase: 'acting', action: { kind: 'route', key: 'back', to: v1 } };
    expect(broken(aGeneration(2), {})).toMatchObject(back);
    expect(broken(noted({ data: { ...note, change: 'expand' } }), {})).toMatchObject(back);
    // What somebody has put right since counts, not what the release had noted.
    const right = noted({ data: { ...note, change: 'none' } });
    expect(broken(right, { data: wish })).toMatchObject(back);
  });
});
