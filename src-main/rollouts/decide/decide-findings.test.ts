/** The gate: nothing is sent before what differs was compared and accepted by somebody who has read just that. */
import { describe, expect, it } from 'vitest';
import { aFleet } from '../../../src-shared/fleet.fixture.ts';
import type { Compared, Findings } from '../../../src-shared/findings-schema.ts';
import { controlled, noControls } from '../../../src-shared/release.ts';
import type { RolloutControls } from '../../../src-shared/release-schema.ts';
import { usualLimits } from '../../yards/yard-pace.ts';
import type { Decision } from './decision.ts';
import { toldBefore, toldEntry } from './release-told.ts';
import { ReleasePlay, standing, withTerms } from './release.fixture.ts';

const strict = withTerms(standing, { findings: 'strict', waitsForPress: false });
const mark = 'a'.repeat(16);

function found(more: Partial<Findings> = {}): Compared {
  const findings: Findings = {
    ...{ a: 'v001', b: 'v002', mark, total: 3, worthALook: 1, listed: [], areas: ['facts'] },
    ...{ missing: [], moreMissing: 0 },
    ...more,
  };
  return { kind: 'found', findings };
}

const accepts = (of: string) => ({ mark: of, reason: 'Only the banner.' });

/** Proved; with what was compared, and what a person has said to it. */
function decided(
  compared: Compared | null,
  controls: RolloutControls = noControls,
  intent = strict,
): Decision {
  const play = new ReleasePlay(intent).prove();
  play.facts = { ...play.facts, release: { ...play.facts.release, findings: compared } };
  play.running = { controls };
  return play.look(aFleet());
}

const pressed = (of?: string): RolloutControls => {
  const change = { kind: 'pass', place: 1, ...(of !== undefined && { accepts: accepts(of) }) } as const; // prettier-ignore
  return controlled(noControls, change, 'ann on desk', 5);
};

const because = (decision: Decision): string =>
  decision.phase === 'waiting' ? decision.because : decision.phase;
const passes = ({ course }: Decision): boolean =>
  course?.offers.some(({ kind }) => kind === 'pass') === true;

describe('a release that requires its findings', () => {
  it('stays closed until it was compared, and says what it waits for', () => {
    const early = decided(null, pressed(mark));
    expect(because(early)).toBe('it is being compared with v001');
    expect(passes(early)).toBe(false);
    const failed = decided({ kind: 'failed', because: 'its template was not read' }, pressed(mark));
    expect(because(failed)).toMatch(/could not be compared with v001: its template was not read/u);
    expect(passes(failed)).toBe(false);
  });

  it('waits for a person who accepts just what was found', () => {
    expect(because(decided(found()))).toMatch(/3 differences, 1 worth a look\. A person has to accept/u); // prettier-ignore
    expect(passes(decided(found()))).toBe(true);
    // A press alone is none, and neither is the acceptance of something else.
    expect(because(decided(found(), pressed()))).toMatch(/A person has to accept that/u);
    const other = decided(found(), pressed('b'.repeat(16)));
    expect(because(other)).toMatch(/What ann on desk accepted was something else/u);
    expect(passes(other)).toBe(true);
    expect(decided(found(), pressed(mark)).phase).toBe('acting');
  });

  it('waits for what was not compared, too, and for nobody when nothing differs', () => {
    const nothing = { total: 0, worthALook: 0 };
    const lacking = { ...nothing, missing: ['The template was not read.'] };
    expect(because(decided(found(lacking)))).toMatch(/1 thing was not compared/u);
    expect(decided(found(nothing)).phase).toBe('acting');
    const waits = withTerms(strict, { waitsForPress: true });
    expect(because(decided(found(nothing), noControls, waits))).toBe('v002 waits for your press');
  });

  it('holds up no other release: the control', () => {
    const recorded = withTerms(standing, { findings: 'recorded', waitsForPress: false });
    expect(decided(null, noControls, recorded).phase).toBe('acting');
  });

  it('gives sample requests to both sides a moment before the first share, and no more', () => {
    const recorded = withTerms(standing, { findings: 'recorded', waitsForPress: false });
    const after = (samplingSinceMs: number | null): Decision => {
      const play = new ReleasePlay(recorded).prove();
      play.facts = { ...play.facts, release: { ...play.facts.release, samplingSinceMs } };
      return play.look(aFleet());
    };
    const nowMs = new ReleasePlay(recorded).prove().nowMs;
    expect(because(after(nowMs - 100))).toBe('v002 and v001 get the same sample requests');
    expect(after(nowMs - usualLimits.samplingMs).phase).toBe('acting');
    expect(after(null).phase).toBe('acting');
  });

  it('is held, whatever was accepted', () => {
    const held = { ...pressed(mark), isHeld: true };
    expect(because(decided(found(), held))).toMatch(/^it is held by/u);
  });
});

it('writes an acceptance into each record that goes on from it, once', () => {
  const now = pressed(mark);
  const entry = toldEntry(noControls, now);
  expect(entry).toMatchObject({ by: 'ann on desk', accepted: accepts(mark) });
  expect(entry?.text).toBe('Accept the findings: \u201cOnly the banner.\u201d');
  expect(toldEntry(toldBefore(now, []), now)).toEqual(entry);
  if (entry === null) throw new Error('It was not told.');
  const kept = [{ seq: 2, atMs: 0, entry }];
  expect(toldEntry(toldBefore(now, kept), now)).toBeNull();
});
