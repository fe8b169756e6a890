import { describe, expect, it } from 'vitest';
import { localCapabilities } from './capabilities.ts';
import { aFleet, aRollout, anEntry, v2 } from './fleet.fixture.ts';
import { asImageId } from './ids.ts';
import { checkNameOf, checkNames, fixOf, type CheckName, type FixGround } from './preflight-fix.ts';
import type { PreflightGround, PreflightVerdict, PreflightWish } from './preflight-shape.ts';
import { noAnswers, preflightOf } from './preflight.ts';
import { usualTerms } from './release.ts';

const image = asImageId(`sha256:${'9'.repeat(64)}`);
const release: PreflightWish = {
  ...{ kind: 'release', terms: usualTerms, expectedRevision: 1 },
  source: { kind: 'image', image, size: 4 },
};
const cutOver: PreflightWish = { kind: 'cut-over', to: v2, expectedRevision: 1 };
const fleet = aFleet();
const common = { fleet, link: 'live', capabilities: localCapabilities } as const;

function kindOf(name: CheckName, verdict: PreflightVerdict, ground: FixGround): string {
  const what = name === 'Whole' ? 'Whole: v001' : name;
  return fixOf({ what, verdict }, ground)?.kind ?? '-';
}

/** [release: failed, warning, untold; cutover: failed, warning, untold] */
const table: Readonly<Record<CheckName, readonly string[]>> = {
  'Nothing else runs': [...three('show-change'), ...three('show-change')],
  Image: ['choose-source', 'choose-source', '-', 'images', 'images', '-'],
  Difference: [...three('compare'), ...three('compare')],
  Floor: [...three('size'), ...three('blocks')],
  Room: ['leftovers', 'leftovers', '-', 'leftovers', 'leftovers', '-'],
  Proof: [...three('proof'), ...three('-')],
  Entry: ['-', 'blocks', '-', '-', 'blocks', '-'],
  Rights: [...three('rights'), ...three('rights')],
  Credentials: [...three('-'), ...three('-')],
  Watch: [...three('bake'), ...three('bake')],
  Traffic: [...three('sample-traffic'), ...three('sample-traffic')],
  'Way back': [...three('-'), ...three('-')],
  Whole: [...three('blocks'), ...three('blocks')],
  'Its size': [...three('-'), ...three('-')],
  'Its image': ['images', 'images', '-', 'images', 'images', '-'],
  'Right to revert': [...three('rights'), ...three('rights')],
};

function three(kind: string): readonly string[] {
  return [kind, kind, kind];
}

const silent = { ...fleet, traffic: { ...fleet.traffic, isCounted: true, requestsPerSecond: 0 } };

describe('the fix of a check', () => {
  it.each(checkNames)('%s leads to the control that stands in the table', (name) => {
    const kinds = [release, cutOver].flatMap((wish) =>
      (['failed', 'warning', 'untold'] as const).map((verdict) =>
        kindOf(name, verdict, { ...common, fleet: silent, wish }),
      ),
    );
    expect(kinds).toEqual(table[name]);
  });

  it('is none where a check has passed or is still asked', () => {
    for (const name of checkNames) {
      for (const verdict of ['passed', 'asking'] as const) {
        expect(kindOf(name, verdict, { ...common, wish: release })).toBe('-');
      }
    }
  });

  it('is the way back to the yard for all that nobody told, while the yard is not there', () => {
    for (const name of checkNames) {
      const at = (link: FixGround['link']) =>
        kindOf(name, 'untold', { ...common, link, wish: release });
      expect([at('signed-out'), at('gone'), at('stopped')]).toEqual(['sign-in', 'start-yard', 'start-yard']); // prettier-ignore
    }
    const ended = { ...common, link: 'signed-out', wish: release } as const;
    expect(kindOf('Credentials', 'failed', ended)).toBe('sign-in');
  });

  it('never offers what this yard cannot do, and turns to what can be changed then', () => {
    const capabilities = { ...localCapabilities, importsImages: false, sampleTraffic: false };
    const bare = { ...common, capabilities, fleet: silent };
    expect(kindOf('Image', 'failed', { ...bare, wish: cutOver })).toBe('-');
    expect(kindOf('Traffic', 'warning', { ...bare, wish: release })).toBe('-');
    const busy = { ...fleet, traffic: { ...fleet.traffic, isCounted: true, requestsPerSecond: 5 } };
    expect(kindOf('Traffic', 'warning', { ...bare, fleet: busy, wish: release })).toBe('steps');
    const uncounted = { ...fleet, traffic: { ...fleet.traffic, isCounted: false } };
    expect(kindOf('Traffic', 'untold', { ...bare, fleet: uncounted, wish: release })).toBe('bake');
    const alone = { ...fleet, generations: fleet.generations.slice(0, 1) };
    expect(kindOf('Room', 'warning', { ...bare, fleet: alone, wish: release })).toBe('size');
    const holding = { kind: 'paused', by: 'ana', endsAtMs: 9 } as const;
    const paused = { ...fleet, entry: anEntry({ holding }) };
    expect(kindOf('Entry', 'warning', { ...bare, fleet: paused, wish: release })).toBe('resume');
    const serving = fleet.generations.find(({ id }) => id !== v2)?.image ?? image;
    const same = { ...release, source: { kind: 'image', image: serving, size: 4 } } as const;
    expect(kindOf('Difference', 'warning', { ...bare, wish: same })).toBe('choose-source');
  });
});

it('knows each check that a preflight makes by its name, and no other', () => {
  const ground: PreflightGround = {
    ...{ capabilities: { ...localCapabilities, checksPermissions: true }, fleet, images: [] },
    ...{ nowMs: 1000, switchMs: 300, facts: noAnswers('Nobody answered.') },
    band: {
      account: {
        ...{ id: '1', region: 'r', actor: 'a', endsAtMs: null, signInByMs: null, endpoint: null },
        ...{ safety: 'normal', changedFrom: null },
      },
    },
  };
  const denied = {
    ...{ action: 'x', purpose: 'y', need: 'now', isWayBack: true },
    answer: { kind: 'denied', statement: '{}' },
  };
  const permissions = { kind: 'told', value: [denied] } as unknown;
  const told = { ...ground, facts: { ...noAnswers('No.'), permissions } } as PreflightGround;
  const busy = {
    ...ground,
    fleet: { ...fleet, rollout: aRollout({ kind: 'retire', generation: v2 }) },
  };
  const held = {
    ...ground,
    fleet: {
      ...fleet,
      generations: fleet.generations.map((each) => ({ ...each, keepsSizeForMs: 1 })),
    },
  };
  const empty = { ...ground, fleet: { ...fleet, split: { ...fleet.split, weights: [] } } };
  const seen = new Set(
    [ground, told, busy, held, empty].flatMap((each) =>
      [release, cutOver].flatMap((wish) => {
        const { forward, back } = preflightOf(each, wish);
        return [...forward, ...back].map(({ what }) => checkNameOf(what) ?? `unknown: ${what}`);
      }),
    ),
  );
  expect([...seen].sort()).toEqual([...checkNames].sort());
  expect(checkNameOf('Something else')).toBeNull();
});
