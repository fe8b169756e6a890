import { describe, expect, it } from 'vitest';
import { localCapabilities } from './capabilities.ts';
import type { YardCapabilities } from './capabilities-schema.ts';
import { aBlock, aFleet, aGeneration, anEntry, aSplit, v1, v2 } from './fleet.fixture.ts';
import type { Fleet, Generation } from './fleet.ts';
import { asImageId, generationIdOf } from './ids.ts';
import { insuranceSummary, revertInsurance } from './revert-insurance.ts';
import type { InsuranceGround } from './revert-risk.ts';

const minuteMs = 60_000;
const nowMs = 10 * minuteMs;
const noted = { change: 'none', text: '', by: 'Ann', atMs: 0 } as const;
const aws: YardCapabilities = {
  ...localCapabilities,
  ...{ verbs: [...localCapabilities.verbs, 'start', 'stop'], canStop: true },
  ...{ revisions: 'fingerprint', checksPermissions: true, importsImages: false },
  whyNotRehearsed: 'There is no entry of our own.',
};
const account = { keepsImages: true } as InsuranceGround['band']['account'];

/** v002 serves since a cutover from v001, and what it does to the data is noted. */
const served = (
  way: Partial<Generation> = {},
  change: Partial<Fleet> = {},
  serving: Partial<Generation> = {},
): Fleet =>
  aFleet({
    split: aSplit(v2, 2),
    previous: v1,
    generations: [aGeneration(1, way), aGeneration(2, { data: noted, ...serving })],
    ...change,
  });

const judge = (fleet: Fleet, more: Partial<InsuranceGround> = {}) =>
  revertInsurance({
    fleet,
    capabilities: localCapabilities,
    ...{ band: { account: null }, link: 'live', lane: null },
    around: { nowMs, blind: null, endsAtMs: null, signInByMs: null, denied: null },
    switchMs: 30,
    ...more,
  });
const risksOf = (fleet: Fleet, more: Partial<InsuranceGround> = {}) => {
  const insurance = judge(fleet, more);
  return insurance.kind === 'judged' ? insurance.risks : [];
};
const said = (fleet: Fleet, more: Partial<InsuranceGround> = {}) =>
  risksOf(fleet, more).map(({ what, effect, fix }) => {
    const way = fix.kind === 'lead' ? `-> ${fix.to.kind}` : fix.text;
    return `${what} ${effect} ${way}`;
  });
const unknownOf = (fleet: Fleet, more: Partial<InsuranceGround> = {}) => {
  const insurance = judge(fleet, more);
  return insurance.kind === 'judged' ? insurance.unknown.map(({ what }) => what) : [];
};

describe('revert insurance', () => {
  it('is calm where nothing is against it, and says so in one line', () => {
    expect(said(served())).toEqual([]);
    expect(unknownOf(served())).toEqual([]);
    expect(insuranceSummary(judge(served()))).toBe('Nothing stands in the way back to v001.'); // prettier-ignore
  });

  it('has a word for a fleet without a way back, and insures what would become one', () => {
    const alone = aFleet({ generations: [aGeneration(1)] });
    expect(insuranceSummary(judge(alone))).toContain('There is no way back: nothing was cut over');
    // Before the cutover the one that serves is judged, as it is what would be gone back to.
    const ahead = judge(aFleet());
    expect(ahead).toMatchObject({ kind: 'judged', to: { id: v1 }, isAhead: true });
    // What stands beside it is what the second lane shows: here v002, taken back a moment ago.
    const three = aFleet({ generations: [aGeneration(1), aGeneration(2), aGeneration(3)] });
    const unknown = (lane: InsuranceGround['lane']) => {
      const insurance = judge(three, { lane });
      return insurance.kind === 'judged' ? insurance.unknown.map(({ fix }) => fix) : [];
    };
    expect(unknown(v2)).toMatchObject([{ to: { kind: 'data-note', generation: v2 } }]);
    expect(unknown(null)).toMatchObject([{ to: { generation: generationIdOf('storefront', 3) } }]);
    const stopped = served({ rung: 'stopped', blocks: [] });
    expect(said(stopped, { capabilities: aws })).toEqual(['stopped impossible -> start']);
    expect(unknownOf(stopped, { capabilities: aws })).toEqual([]);
    // What would stand against it once it runs stands there now; of its blocks nothing is said beside that.
    const contract = { ...noted, change: 'contract', text: 'drops a column' } as const;
    const risky = served(
      { rung: 'stopped', blocks: [], imageKeeping: 'unprotected' },
      { entry: anEntry({ pinnedForMs: minuteMs }) },
      { data: contract },
    );
    expect(said(risky, { capabilities: aws }).map((line) => line.split(' ')[0])).toEqual(['stopped', 'data', 'pinned', 'keeping']); // prettier-ignore
    expect(said(risky, { capabilities: aws, link: 'gone' })).toEqual(['yard impossible -> start-yard']); // prettier-ignore
    const bare = served({ rung: 'stopped', blocks: [] }, {}, { data: undefined });
    expect(unknownOf(bare, { capabilities: aws, band: { account } })).toEqual(['data', 'keeping']);
  });

  it('takes what the button judges from there, with what it does and a fix for each', () => {
    const exited = { kind: 'exited', code: 1, signal: null, reason: '' } as const;
    const ill = (count: number) =>
      [0, 1, 2, 3].map((slot) => aBlock(v1, slot, slot < count ? { state: exited } : {}));
    expect(said(served({ blocks: ill(1) }))).toEqual(['healthy slow -> blocks']);
    expect(said(served({ blocks: ill(4) }))).toEqual(['healthy impossible -> blocks']);
    expect(said(served({ size: 5 }))).toEqual(['healthy slow -> blocks', 'size slow -> scale']);
    expect(said(served({ rung: 'draining' }))[0]).toMatch(/^rung impossible Undo it/u);
    expect(said(served({ isAttached: false }))[0]).toMatch(/^attached slow Name its target group/u);
    const pinned = anEntry({ pinnedForMs: minuteMs });
    expect(said(served({}, { entry: pinned }))[0]).toMatch(/^pinned slow Switch the stickiness/u);
    const taken = anEntry({ state: { kind: 'port-taken', port: 8080, detail: '' } });
    expect(said(served({}, { entry: taken }))[0]).toMatch(/^entry impossible End the program/u);
    const imageTrouble = { kind: 'gone', text: 'It is gone.' } as const;
    expect(said(served({ imageTrouble }))).toEqual(['image later -> images']);
    const contract = { ...noted, change: 'contract', text: 'drops a column' } as const;
    expect(said(served({}, {}, { data: contract }))).toEqual(['data loses-data -> data-note']);
    expect(said(served({}, {}, { data: { ...contract, change: 'expand' } }))).toEqual(['data later -> data-note']); // prettier-ignore
  });

  it('says that no press goes where nobody takes it', () => {
    expect(said(served({ size: 5 }), { link: 'gone' })).toEqual(['yard impossible -> start-yard']);
    expect(said(served({ size: 5 }), { link: 'signed-out' })).toEqual([
      'yard impossible -> sign-in',
      'healthy slow -> blocks',
      'size slow -> scale',
    ]);
    expect(said(served(), { link: 'starting' })[0]).toMatch(/^yard impossible/u);
    // A late look is told by the button's own condition.
    expect(said(served(), { link: 'stale' })).toEqual([]);
  });

  it('leads to the rights where they can be asked, and names them where not', () => {
    const around = { nowMs, blind: null, endsAtMs: null, signInByMs: null } as const;
    const denied = { action: 'elasticloadbalancing:ModifyRule', by: 'write' } as const;
    const without = { around: { ...around, denied } };
    expect(said(served(), { ...without, capabilities: aws })).toEqual(['right impossible -> rights']); // prettier-ignore
    expect(said(served(), without)).toEqual(['right impossible Add the right to whoever acts here.']); // prettier-ignore
    const ending = { ...around, denied: null, signInByMs: nowMs + minuteMs };
    expect(said(served(), { around: ending })[0]).toMatch(/^credentials later Sign in anew/u);
  });

  it('tells what protects an image from being taken away', () => {
    const image = asImageId('ami-0123456789abcdef0');
    const of = (imageKeeping: NonNullable<Generation['imageKeeping']>, id = image) =>
      said(served({ imageKeeping, image: id }), { capabilities: aws, band: { account } });
    expect(of('protected')).toEqual([]);
    expect(of('unprotected')).toEqual([`keeping later Run: aws ec2 enable-image-deregistration-protection --image-id ${image}`]); // prettier-ignore
    // Nobody's text becomes part of a command.
    expect(of('unprotected', asImageId('ami-1; rm -rf /'))).toEqual(['keeping later Protect the image from deregistration in EC2.']); // prettier-ignore
    expect(of('of-others')[0]).toMatch(/^keeping later Copy the image/u);
    const off = { account: { keepsImages: false } as typeof account };
    expect(said(served({ imageKeeping: 'unprotected' }), { capabilities: aws, band: off })).toEqual(['keeping later -> keep-images']); // prettier-ignore
  });

  it('warns of a template version and of an image parameter that can lead elsewhere', () => {
    const template = { what: 'template', text: 'web starts servers from $Latest.' } as const;
    const image = { what: 'image', text: 'web names its image by resolve:ssm:/web.' } as const;
    const risks = (...ways: readonly (typeof template | typeof image)[]) =>
      said(served({ startsAnew: { kind: 'changing', ways: [...ways] } }), { capabilities: aws });
    const [byNumber, byId] = [
      /^starts-anew later Give its/u,
      /^starts-anew later .*names the AMI/u,
    ];
    expect(risks(template)).toEqual([expect.stringMatching(byNumber)]);
    expect(risks(image)).toEqual([expect.stringMatching(byId)]);
    // Two things stand against it, and each is put right by itself.
    expect(risks(template, image)).toEqual([byNumber, byId].map((fix) => expect.stringMatching(fix) as string)); // prettier-ignore
    const startsAnew = { kind: 'changing' as const, ways: [template], isPart: true as const };
    const unread = served({ startsAnew, imageKeeping: 'protected' });
    expect(unknownOf(unread, { capabilities: aws, band: { account } })).toContain('starts-anew');
    expect(said(served({ startsAnew: { kind: 'fixed' } }), { capabilities: aws })).toEqual([]);
    expect(said(served({ keepsSizeForMs: minuteMs }))[0]).toMatch(
      /^own-scaling later Leave a panel/u,
    );
    const keeps = [aBlock(v2, 0, { stateful: 'holds the queue' })];
    expect(said(served({}, {}, { blocks: keeps }))[0]).toMatch(/^stateful loses-data/u);
  });

  it('calls it cold after half an hour without requests, and warm again after a rehearsal', () => {
    const late = { around: { nowMs: 31 * minuteMs, blind: null, endsAtMs: null, signInByMs: null, denied: null } }; // prettier-ignore
    expect(said(served(), late)).toEqual(['cold slow -> rehearsal']);
    expect(said(served(), { ...late, capabilities: aws })[0]).toMatch(/^cold slow Ask some/u);
    const rehearsal = {
      ...{ atMs: 30 * minuteMs, by: 'Ann', away: v2, back: v1, requests: 90, lost: 0, errors: 0 },
      end: { kind: 'measured', cutOverMs: 9, revertMs: 8 },
    } as const;
    expect(said(served({}, { rehearsals: [rehearsal] }), late)).toEqual([]);
    const silent = { ...rehearsal, end: { kind: 'not-answered', by: v1 } } as const;
    expect(said(served({}, { rehearsals: [silent] }), late)).toEqual([
      'rehearsed impossible -> blocks',
      'cold slow -> rehearsal',
    ]);
    const other = { ...silent, end: { ...silent.end, by: v2 } };
    expect(said(served({}, { rehearsals: [other] }), late)).toEqual(['cold slow -> rehearsal']);
    const lossy = { ...rehearsal, lost: 4 };
    expect(said(served({}, { rehearsals: [lossy] }), late)).toEqual(['rehearsed slow -> blocks']);
    expect(said(served({}, { rehearsals: [lossy, rehearsal] }), late)).toEqual([]);
    const fresh = [0, 1, 2, 3].map((slot) => aBlock(v1, slot, { launchedAtMs: minuteMs }));
    expect(risksOf(served({ blocks: fresh }))[0]?.text).toContain('4 of 4 blocks of v001 were started after'); // prettier-ignore
  });

  it('speaks of work where there is no entry, and of what is done about it there', () => {
    const entry = { kind: 'none', marker: 'work', pinnedForMs: null, rules: ['work'], notes: [] } as const; // prettier-ignore
    const late = { around: { nowMs: 31 * minuteMs, blind: null, endsAtMs: null, signInByMs: null, denied: null } }; // prettier-ignore
    const workers = (way: Partial<Generation> = {}) =>
      served(way, { entry: { ...entry, rules: ['work'], notes: [] } });
    const [cold] = risksOf(workers(), late);
    expect(cold?.text).toBe('v001 has had no work for about 31 min: its caches and connections are cold, so its first work can be slow.'); // prettier-ignore
    expect(cold?.fix).toEqual({ kind: 'outside', text: 'Watch its first work after you go back: it can take longer.' }); // prettier-ignore
    const insurance = judge(workers(), { capabilities: aws });
    const unknown = insurance.kind === 'judged' ? insurance.unknown : [];
    expect(unknown.find(({ what }) => what === 'cold')?.text).toContain('has had no work');
    // Launches there keep no image, whatever the settings say: they are no fix.
    const off = { account: { keepsImages: false } as InsuranceGround['band']['account'] };
    const image = asImageId('ami-0123456789abcdef0');
    expect(said(workers({ imageKeeping: 'unprotected', image }), { band: off })).toEqual([`keeping later Run: aws ec2 enable-image-deregistration-protection --image-id ${image}`]); // prettier-ignore
  });

  it('says what nobody can tell there as not known, and never as fine', () => {
    const bare = served({}, {}, { data: undefined });
    expect(unknownOf(bare)).toEqual(['data']);
    expect(insuranceSummary(judge(bare))).toBe('Nothing that is known stands against the way back to v001.'); // prettier-ignore
    expect(unknownOf(served(), { switchMs: null })).toEqual(['time']);
    const far = { capabilities: aws, band: { account }, switchMs: null };
    const untold = served({ startsAnew: { kind: 'untold' } });
    expect(unknownOf(untold, far)).toEqual(['time', 'right', 'keeping', 'starts-anew', 'cold']);
    expect(unknownOf(served({ imageKeeping: 'protected' }), { ...far, switchMs: 30 })).toEqual(['cold']); // prettier-ignore
  });

  it('puts what counts most first', () => {
    const worst = served({ rung: 'draining', keepsSizeForMs: minuteMs, isAttached: false });
    expect(risksOf(worst).map(({ effect }) => effect)).toEqual(['impossible', 'slow', 'later']);
    expect(insuranceSummary(judge(worst))).toBe('3 things stand against the way back to v001.');
  });
});
