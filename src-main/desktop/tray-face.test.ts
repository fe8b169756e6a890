import { describe, expect, it } from 'vitest';
import {
  aBlock,
  aFleet,
  aGeneration,
  aRollout,
  aSplit,
  v2,
} from '../../src-shared/fleet.fixture.ts';
import type { Fleet } from '../../src-shared/fleet.ts';
import { asFleetId, asRolloutId, asYardId } from '../../src-shared/ids.ts';
import type { PanelSnapshot, Progress, YardSummary } from '../../src-shared/panel.ts';
import { withoutAccessKeys, withoutMarkup } from './inert-text.ts';
import { aPanel } from './panel.fixture.ts';
import { taskbarProgress } from './taskbar-progress.ts';
import { trayFace as trayFaceAt, type TrayFace, type TrayYard } from './tray-face.ts';

const nowMs = 1_000_000;
const trayFace = (yards: readonly TrayYard[]): TrayFace => trayFaceAt(yards, nowMs);

const running: Progress = {
  ...{ fleet: asFleetId('storefront'), rollout: asRolloutId('r'), value: 0.3 },
  intent: { kind: 'replace', generation: v2, block: aBlock(v2, 0).id },
  ...{ title: 'Replacing v002/1', waitingBecause: 'it starts' },
};

function aYard(
  fleets: readonly Fleet[],
  status: YardSummary['status'] = 'live',
  more: Partial<PanelSnapshot> = {},
  name = 'Local yard',
): TrayYard {
  const id = asYardId(name);
  return {
    summary: { id, name, kind: 'local', detail: '', status, running: null },
    panel: aPanel(fleets, { yard: id, ...more }),
  };
}

const exited = { kind: 'exited', code: 1, signal: null, reason: '' } as const;
const ill = aFleet({
  generations: [
    aGeneration(1, {
      blocks: [0, 1, 2, 3].map((slot) =>
        aBlock(aGeneration(1).id, slot, slot === 0 ? { state: exited } : {}),
      ),
    }),
    aGeneration(2),
  ],
});

describe('trayFace', () => {
  it.each([
    ['calm', [aYard([aFleet()])], 'Blockyard: nothing runs, nothing is wrong. 1 fleet.'],
    ['calm', [aYard([], 'stopped')], 'Blockyard: the yard is stopped.'],
    [
      'runs',
      [aYard([aFleet()], 'live', { progress: [running] })],
      'Blockyard: storefront: Replacing v002/1: it starts',
    ],
    ['trouble', [aYard([ill])], 'Blockyard: trouble. storefront: 1 of 4 blocks of v001 is down'],
    [
      'trouble',
      [aYard([aFleet()], 'gone')],
      'Blockyard: trouble. Local yard: the yard host has ended',
    ],
    [
      'unknown',
      [aYard([aFleet()], 'stale')],
      'Blockyard: not known. Local yard: it does not answer',
    ],
    // What ran is not known to run while nothing is seen of it.
    [
      'unknown',
      [aYard([aFleet()], 'signed-out', { progress: [running] })],
      'Blockyard: not known. Local yard: signed out',
    ],
  ] as const)('%s: %#', (state, yards, tooltip) => {
    expect(trayFace(yards)).toMatchObject({ state, tooltip });
  });

  it('puts trouble before what runs, in other yards too, and leaves out what nobody opened', () => {
    const busy = aYard([aFleet()], 'live', { progress: [running] });
    const troubled = aYard([ill], 'live', {}, 'Shop');
    const face = trayFace([busy, troubled, aYard([ill], 'closed', {}, 'Other')]);
    expect(face.state).toBe('trouble');
    expect(face.fleets.map(({ name, tone }) => `${tone} ${name}`)).toEqual([
      'trouble storefront (Shop)',
      'runs storefront (Local yard)',
    ]);
    expect(face.unknown).toEqual([]);
  });

  it('says in one line who serves, and where a revert leads', () => {
    const [before] = trayFace([aYard([aFleet()])]).fleets;
    expect(before).toMatchObject({ text: 'v001 serves, 4 of 4 blocks healthy', wayBack: null });
    const moved = aFleet({ split: aSplit(v2, 2), previous: aGeneration(1).id });
    const [after] = trayFace([aYard([moved])]).fleets;
    expect(after?.text).toBe('v002 serves, 4 of 4 blocks healthy');
    expect(after?.wayBack).toMatch(/^Revert to v001 - ready/u);
  });

  it('tells what another panel runs, and that nobody has traffic', () => {
    const owner = { name: 'ben', host: 'bens-mac', panel: 'other' };
    const step = { title: 'Waiting for v002', waitsAt: null };
    const rollout = aRollout(
      { kind: 'cut-over', from: aGeneration(1).id, to: v2, expectedRevision: 1 },
      { owner, step },
    );
    const foreign = trayFace([aYard([aFleet({ rollout })])]);
    expect(foreign).toMatchObject({ state: 'runs' });
    expect(foreign.tooltip).toContain('ben on bens-mac runs a change: Waiting for v002');
    const nobody = aFleet({
      split: { ...aSplit(v2, 2), weights: [{ generation: v2, weight: 0 }] },
    });
    expect(trayFace([aYard([nobody])])).toMatchObject({
      ...{ state: 'trouble', tooltip: 'Blockyard: trouble. storefront: no generation has traffic' },
    });
  });

  it('says of the way back what the window says of it', () => {
    const previous = aGeneration(1).id;
    const moved = aFleet({ split: aSplit(v2, 2), previous });
    const said = (fleet: Fleet, more: Partial<PanelSnapshot> = {}) => {
      const { state, tooltip, fleets } = trayFace([aYard([fleet], 'live', more)]);
      return { state, tooltip, wayBack: fleets[0]?.wayBack };
    };
    const dead = aFleet({
      ...moved,
      generations: [aGeneration(1, { blocks: [] }), aGeneration(2)],
    });
    expect(said(dead).wayBack).toMatch(/^Revert to v001 - 0 of 4 healthy/u);
    expect(said(dead).tooltip).toBe('Blockyard: nothing runs. storefront: Revert to v001 - 0 of 4 healthy'); // prettier-ignore
    const account: NonNullable<PanelSnapshot['band']['account']> = {
      ...{ id: '123456789012', region: 'eu-west-1', actor: 'ana', endpoint: null },
      ...{ safety: 'normal', changedFrom: null, endsAtMs: null, signInByMs: null },
    };
    const withAccount = (part: Partial<typeof account>) =>
      said(moved, {
        band: { yardName: 'Shop', kind: 'aws', detail: '', account: { ...account, ...part } },
      });
    expect(withAccount({}).tooltip).toContain('nothing is wrong');
    expect(withAccount({ safety: 'observe' }).wayBack).toBe('Revert to v001 - not allowed here');
    const astray = withAccount({ changedFrom: '210987654321' });
    expect(astray.wayBack).toBe('Revert to v001 - not allowed here');
    expect(astray.tooltip).not.toContain('nothing is wrong');
    const ended = withAccount({ endsAtMs: nowMs - 1 });
    expect(ended.wayBack).toContain('the credentials have ended');
    expect(ended.tooltip).not.toContain('nothing is wrong');
  });

  it('bounds and cleans what comes from outside', () => {
    const face = trayFace([aYard([aFleet({ name: `\u202ea&b${'x'.repeat(999)}` })], 'live', { progress: [running] })]); // prettier-ignore
    expect(Array.from(face.tooltip).length).toBeLessThanOrEqual(127);
    expect(face.tooltip).not.toContain('\u202e');
    expect(withoutAccessKeys('a&b')).toBe('a&&b');
    expect(withoutMarkup('<a href="x">R&D</a>')).not.toMatch(/[<>&]/u);
  });
});

describe('taskbarProgress', () => {
  const busy = (value: number, more: Partial<Progress> = {}, status: 'live' | 'stale' = 'live') =>
    aYard([aFleet()], status, { progress: [{ ...running, value, ...more }] });

  it('shows what was observed, the least far of several', () => {
    expect(taskbarProgress([aYard([aFleet()])], false)).toEqual({ kind: 'none' });
    const two = [busy(0.7), busy(0.2)];
    expect(taskbarProgress(two, false)).toEqual({ kind: 'known', value: 0.2, isPaused: false });
    expect(taskbarProgress([busy(7)], false)).toMatchObject({ value: 1 });
  });

  it('knows no figure of what is not seen, and keeps a failure until somebody looked', () => {
    expect(taskbarProgress([busy(0.7), busy(0.2, {}, 'stale')], false)).toEqual({
      kind: 'unknown',
    });
    expect(taskbarProgress([busy(0.7)], true)).toEqual({ kind: 'failed' });
  });

  it('is paused while it waits for a person', () => {
    const course = { phases: [], isHeld: false, offers: [], leftMs: null };
    const asks = { ...course, offers: [{ kind: 'pass', place: 0 } as const] };
    expect(taskbarProgress([busy(0.5, { course: asks })], false)).toMatchObject({ isPaused: true });
    expect(taskbarProgress([busy(0.5, { course })], false)).toMatchObject({ isPaused: false });
  });
});
