/** A release goes on without its proof in isolation only where its plan said so. */
import { describe, expect, it } from 'vitest';
import { localCapabilities } from '../../../src-shared/capabilities.ts';
import { aFleet, anEntry, v1, v2 } from '../../../src-shared/fleet.fixture.ts';
import { intentSchema, type HttpEntry } from '../../../src-shared/fleet.ts';
import { planOf } from '../../../src-shared/plan-of.ts';
import { usualTerms, type ReleaseIntent } from '../../../src-shared/release.ts';
import { lostProof } from '../../../src-shared/proof-alone.ts';
import { pinIntent } from '../pin-intent.ts';
import { withCheck } from './release-facts.ts';
import { ReleasePlay, standing, withTerms } from './release.fixture.ts';

const yard = { previewAddress: true };
const lost = { kind: 'none', because: 'no priority is free before any of its rules' } as const;
const withProof = (proof: HttpEntry['proof']) => aFleet({ entry: anEntry({ proof }) });
const made = { kind: 'made', what: 'A rule.' } as const;
const wish = {
  kind: 'release',
  source: { kind: 'generation', generation: v2 },
  terms: usualTerms,
  expectedRevision: 1,
} as const;
const pinned = (proof: HttpEntry['proof'], capabilities = yard) =>
  pinIntent(withProof(proof), wish, { by: 'ann', pressedAtMs: 0, capabilities });
const atOnce = withTerms(standing, { waitsForPress: false });
const promised: ReleaseIntent = { ...atOnce, provesAlone: true };

describe('a proof in isolation that a plan promised', () => {
  it('is pinned with the press where it could be had, and nowhere else', () => {
    expect(pinned(made)).toMatchObject({ kind: 'release', from: v1, provesAlone: true });
    expect(pinned(lost)).not.toHaveProperty('provesAlone');
    expect(pinned(made, { previewAddress: false })).not.toHaveProperty('provesAlone');
    // What was recorded before is read as before.
    expect(intentSchema.parse(standing)).not.toHaveProperty('provesAlone');
    expect(intentSchema.parse(promised)).toHaveProperty('provesAlone', true);
  });

  it('refuses a press on a plan that had it, and no other', () => {
    expect(lostProof(yard, withProof(lost), { provesAlone: true })).toBe(
      'The plan that you saw had a proof in isolation, which cannot be had any more. No generation of this fleet can be asked alone: no priority is free before any of its rules. Look at the plan again.',
    );
    expect(lostProof(yard, withProof(lost), {})).toBeNull();
    expect(lostProof(yard, withProof(made), { provesAlone: true })).toBeNull();
  });

  it('names in its plan who turns a declared test rule, and both writes where that is Blockyard', () => {
    const titles = (proof: HttpEntry['proof']) => {
      const fleet = withProof(proof);
      const ground = { capabilities: localCapabilities, fleet, images: [], switchMs: null };
      const asked = { ...wish, expectedRevision: fleet.split.revision };
      return planOf(ground, asked)
        .steps.map(({ title, detail }) => `${title}: ${detail}`)
        .join('\n');
    };
    const declared = { kind: 'declared', through: 'test listener 8443' } as const;
    const turned = titles({ ...declared, turnedBy: 'ModifyListener' });
    expect(turned.match(/\(ModifyListener\)/gu)).toHaveLength(2);
    expect(turned).toMatch(
      /Turn your test rule:[^]*Prove it in isolation:[^]*Put your test rule back:/u,
    );
    // The control: without leave to turn it nothing is written for it.
    expect(titles(declared)).toContain('by your own hand');
    expect(titles(declared)).not.toMatch(/Modify|Put your test rule back/u);
  });

  it('holds the traffic back when it is lost after the press, and ends the release', () => {
    const play = new ReleasePlay(promised, { canCheck: false });
    const said =
      'web cannot be asked past its traffic: no priority is free before any of its rules';
    const message = `${said}.`;
    const ask = (): void => {
      const { release } = play.facts;
      const answer = { code: 'refused', message } as const;
      const next = withCheck(release, answer, promised.terms.checks, play.nowMs);
      play.facts = { ...play.facts, release: next };
    };
    const first = play.look(withProof(lost));
    expect(first).toMatchObject({ phase: 'waiting', probe: { through: 'candidate' } });
    expect(first.phase === 'waiting' ? first.course?.phases.map(({ name }) => name) : []).toContain('prove'); // prettier-ignore
    ask();
    expect(play.look(withProof(lost), 1000)).toMatchObject({ phase: 'waiting', because: `/ got no answer: ${said}` }); // prettier-ignore
    play.nowMs += 60_000;
    ask();
    expect(play.look(withProof(lost), 100)).toMatchObject({
      phase: 'ended',
      kind: 'failed',
      text: `v002 did not prove itself: / got no answer: ${said}. It got no traffic; v001 serves as before.`,
    });
    // The control: a plan that said beforehand that there is none goes on by health.
    const other = new ReleasePlay(atOnce, { canCheck: false });
    expect(other.look(withProof(lost))).toMatchObject({
      phase: 'acting',
      action: { kind: 'shift' },
    });
  });

  it('waits without end for a person who has something to turn, and begins its patience after that', () => {
    const play = new ReleasePlay(promised);
    const ask = (more: { readonly waits?: true }): void => {
      const { release } = play.facts;
      const answer = { code: 'refused', message: 'It leads to web-v1: turn it.', ...more } as const;
      const next = withCheck(release, answer, promised.terms.checks, play.nowMs);
      play.facts = { ...play.facts, release: next };
    };
    for (let hours = 0; hours < 3; hours += 1) {
      play.nowMs += 3_600_000;
      ask({ waits: true });
      expect(play.look(withProof(made))).toMatchObject({
        phase: 'waiting',
        because: 'It leads to web-v1: turn it',
        probe: { through: 'candidate' },
      });
    }
    // The control: what does not wait for anybody is only asked for so long.
    ask({});
    expect(play.look(withProof(made))).toMatchObject({ phase: 'waiting' });
    play.nowMs += 60_000;
    ask({});
    expect(play.look(withProof(made))).toMatchObject({ phase: 'ended', kind: 'failed' });
  });

  it('goes on with its traffic once it was had', () => {
    const play = new ReleasePlay(promised, { canCheck: false }).prove();
    expect(play.look(withProof(lost))).toMatchObject({
      phase: 'acting',
      action: { kind: 'shift', reason: expect.stringContaining('5 checks in a row') as string },
    });
  });
});
