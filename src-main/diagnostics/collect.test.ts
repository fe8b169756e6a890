/** Planted secrets, in every place that an export reads: none of them is in it, and without the mask all are. */
import { mkdir, mkdtemp, rm, truncate, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aFleet, aGeneration, v1, v2 } from '../../src-shared/fleet.fixture.ts';
import { asFleetId, asRolloutId, asYardId } from '../../src-shared/ids.ts';
import type { YardSummary } from '../../src-shared/panel.ts';
import { aPanel } from '../desktop/panel.fixture.ts';
import type { BegunEntry } from '../journal/entries.ts';
import { openJournal } from '../journal/journal.ts';
import type { KeptYard } from '../yards/kept-yard.ts';
import { collectDiagnostics, gatherFacts, type DiagnosticsGround } from './collect.ts';
import { diagnosticsText } from './diagnostics-text.ts';
import { createRedactor } from './redact.ts';

// Of the documentation of AWS, and made up: none opens anything.
const planted = {
  accessKey: 'AKIAIOSFODNN7EXAMPLE',
  secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  sessionToken: 'IQoJb3JpZ2luX2VjEJr4aCXVzLWVhc3QtMSJHMEUCIQDx9Zk2p7Qw3Rt5Yb8Nc',
  password: 'hunter2-Zq81',
  account: '123456789012',
  dashed: '9876-5432-1098',
  host: 'ip-10-1-2-3.eu-west-1.compute.internal',
  balancer: 'shop-1234.elb.amazonaws.com',
  address: '10.20.30.40',
  person: 'ana.operator',
  desk: 'anas-macbook',
  home: '/home/zoe',
  mail: 'zoe@shop.example',
  webToken: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N',
};

let data = '';
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'blockyard-diagnostics-'));
});
afterEach(() => rm(data, { recursive: true, force: true }));

async function record(name: string, text: string): Promise<string> {
  const begun: BegunEntry = {
    ...{ type: 'begun', rollout: asRolloutId(name), fleet: asFleetId('storefront') },
    owner: { name: planted.person, host: planted.desk, panel: 'p-1' },
    intent: { kind: 'revert', to: v2, from: v1 },
    ...{ pressedAtMs: 5, label: 'Revert to v002', split: 'v001 100 %', revision: 1 },
  };
  const journal = await openJournal(join(data, 'journal'), () => 1_700_000_000_000);
  const made = await journal.begin(begun);
  if (!made.ok) throw new Error(made.fault.message);
  await made.value.append({ type: 'ended', kind: 'failed', text, firstResponseMs: null });
  await made.value.close();
  return join(data, 'journal', `1700000000000-${name}.jsonl`);
}

const kept: KeptYard = {
  ...{ id: asYardId('aws-1'), kind: 'aws', safety: 'strict', accountId: planted.account },
  connection: {
    credentials: { kind: 'profile', profile: 'customer-seven' },
    ...{ region: 'eu-west-1', endpoint: `https://${planted.balancer}/` },
  },
  markers: [],
};

async function ground(more: Partial<DiagnosticsGround> = {}): Promise<DiagnosticsGround> {
  const yard = join(data, 'yard');
  await mkdir(yard, { recursive: true });
  const lines = [
    `key ${planted.accessKey} AWS_SECRET_ACCESS_KEY=${planted.secretKey}`,
    `AWS_SESSION_TOKEN=${planted.sessionToken} and Bearer ${planted.webToken}`,
    `postgres://shop:${planted.password}@${planted.balancer}:5432/shop from ${planted.address}`,
    `arn:aws:iam::${planted.account}:role/deployer in account ${planted.dashed}`,
    `${planted.home}/.aws/config, told ${planted.mail}`,
    'a\u202etrick \u001b[31m<img src=x onerror=alert(1)>',
  ];
  await writeFile(join(yard, 'host.log'), `${lines.join('\n')}\n`);
  const panel = aPanel([aFleet({ name: 'a\u2028b' })], {
    link: { kind: 'stale', sinceMs: 1, reason: `no answer from ${planted.host}` },
    self: { name: planted.person, host: planted.desk, panel: 'p-1' },
  });
  const summary: YardSummary = {
    ...{ id: asYardId('local'), name: 'Local yard', detail: '', running: null },
    ...({ kind: 'local', status: 'stale' } as const),
  };
  return {
    ...{ dataFolder: data, yardFolder: yard, appVersion: '9.9.9', nowMs: 1_700_000_000_000 },
    because: null,
    settings: { theme: 'dark', onQuit: 'keep-yard' },
    ...{ kept: [kept], yards: [{ summary, panel }] },
    ...more,
  };
}

describe('an export', () => {
  it('holds none of the planted secrets, and without the mask all of them', async () => {
    await record('r-1', `${planted.person} on ${planted.desk} saw ${planted.host} fail`);
    const asked = await ground();
    const text = await collectDiagnostics(asked);
    const raw = diagnosticsText(await gatherFacts(asked), (line) => line);
    for (const [name, secret] of Object.entries(planted)) {
      expect(raw, `${name} is planted`).toContain(secret);
      expect(text, name).not.toContain(secret);
    }
    // The profile's name is not even gathered.
    expect(raw).not.toContain('customer-seven');
  });

  it('names no customer and nobody of another panel', async () => {
    const asked = await ground();
    const panel = aPanel(
      [
        aFleet({
          generations: [
            aGeneration(1, {
              data: { change: 'expand', text: '', by: 'Noor Data on noors-book', atMs: 1 },
            }),
          ],
        }),
      ],
      { link: { kind: 'stale', sinceMs: 1, reason: 'customer-six: Noor Data asks noors-book' } },
    );
    const summary: YardSummary = {
      ...{ id: asYardId('aws-1'), name: 'customer-six', detail: '', running: null },
      ...({ kind: 'aws', status: 'stale' } as const),
    };
    const text = await collectDiagnostics({ ...asked, yards: [{ summary, panel }] });
    expect(text).toContain('yard aws-1 (aws): stale');
    expect(text).not.toMatch(/customer-six|noor/iu);
  });

  it('names nobody that a change was handed over to, or that spoke to it', async () => {
    await record('r-1', 'quiet');
    const journal = await openJournal(join(data, 'journal'), () => 1_700_000_000_001);
    const begun: BegunEntry = {
      ...{ type: 'begun', rollout: asRolloutId('r-2'), fleet: asFleetId('storefront') },
      owner: { name: planted.person, host: planted.desk, panel: 'p-1' },
      intent: { kind: 'revert', to: v2, from: v1 },
      ...{ pressedAtMs: 5, label: 'Revert to v002', split: 'v001 100 %', revision: 1 },
    };
    const made = await journal.begin(begun);
    if (!made.ok) throw new Error(made.fault.message);
    const to = { name: 'mira', host: 'miras-book', panel: 'p-2' };
    await made.value.append({ type: 'told', text: 'go on', by: 'otto on ottos-book' });
    await made.value.append({ type: 'handed', epoch: 1, to });
    const text = 'mira and otto met: miras-book, ottos-book.';
    await made.value.append({ type: 'ended', kind: 'handed-over', text, firstResponseMs: null });
    await made.value.close();
    expect(await collectDiagnostics(await ground())).not.toMatch(/mira|otto/iu);
  });

  it('still tells the story: versions, settings, yards, what they can, changes, logs', async () => {
    await record('r-1', 'The yard refused it.');
    const text = await collectDiagnostics(await ground({ because: 'The window ended.\nat x' }));
    for (const part of [
      '== What happened ==\nThe window ended.\nat x\n',
      'Blockyard: 9.9.9',
      'theme: dark',
      'connected: account <account 1> eu-west-1 at https://<host 1>/, from profile, safety strict',
      'yard Local yard (local): stale, because: no answer from <host',
      'revisions=rising',
      'fleet a\ufffdb: v001 serves, 4 of 4 blocks healthy; no way back',
      '2023-11-14T22:13:20.000Z storefront revert "Revert to v002" by <person 1> on <host',
      'Failed: The yard refused it.',
      '== What is missing or damaged in the records ==\nnone',
      'a\ufffdtrick \ufffd[31m<img src=x onerror=alert(1)>',
    ]) {
      expect(text).toContain(part);
    }
    // No line is forged, and no control character is left but the ends of lines.
    expect(text).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u);
  });

  it('says which records are damaged, and is made all the same', async () => {
    const file = await record('r-1', 'So it ended.');
    await truncate(file, (await stat(file)).size - 5);
    await writeFile(join(data, 'journal', '1700000000001-r-2.jsonl'), 'nonsense\n');
    const text = await collectDiagnostics(await ground());
    expect(text).toMatch(/the local yard: r-1: The last line of this record is not finished/u);
    expect(text).toMatch(/the local yard: r-2: Nothing of this record can be read/u);
  });

  it('is made of a folder that is not there, of a panel that is gone', async () => {
    const nowhere = join(data, 'none');
    const text = await collectDiagnostics(
      await ground({ dataFolder: nowhere, yardFolder: nowhere, yards: null, settings: null }),
    );
    expect(text).toContain('the panel was not there to be asked');
    expect(text).toContain('they could not be read');
  });
});

describe('createRedactor', () => {
  const redact = createRedactor({
    hosts: ['desk'],
    people: ['ana'],
    profiles: ['customer-seven', 'c7', 'default'],
    home: '/elsewhere/kim',
  });

  it('gives the same thing the same name, and leaves what is nobody’s', () => {
    expect(redact('123456789012 210987654321 1234-5678-9012')).toBe('<account 1> <account 2> <account 1>'); // prettier-ignore
    const harmless =
      '2026-11-27T08:12:42.000Z http://127.0.0.1:8480/ host.log v001 1.2.3 block 12 sha256:ab analysis desktop';
    expect(redact(harmless)).toBe(harmless);
    expect(redact('ana on desk in /elsewhere/kim/x')).toBe('<person 1> on <host 1> in <home>/x');
  });

  it('takes out the names of profiles', () => {
    expect(redact('Profile customer-seven gives no credentials. aws sso login --profile=customer-seven')).toBe('Profile <profile 1> gives no credentials. aws sso login --profile=<profile 1>'); // prettier-ignore
    expect(redact('The session of profile c7 has ended.')).toBe('The session of profile <profile 2> has ended.'); // prettier-ignore
    expect(redact('default action of web:80, rule c7')).toBe('default action of web:80, rule c7');
  });

  it.each([
    'ben on bens-mac carries it on.',
    'ben on bens-mac goes on with the fleet (revert). Nothing more is sent by us.',
    'ben on bens-mac keeps it.',
    'Another change of this fleet is running (release, by Ben Low on bens-mac).',
    'This rollout was taken over by ben on bens-mac (epoch 2).',
    'v003 takes away data that the code before it needs (drops a; noted by Ben on bens-mac).',
    'v003 takes away data that the code before it needs (noted by Ben).',
  ])('takes out people that nothing else names: %s', (text) => {
    const said = redact(text);
    expect(said).not.toMatch(/ben/iu);
    expect(said).toMatch(/<person \d>/u);
    if (text.includes(' on b')) expect(said).toMatch(/<host \d>/u);
  });

  it('takes out addresses of both kinds', () => {
    expect(redact('10.0.0.1 fe80::1 2001:db8:0:0:1:2:3:4')).not.toMatch(/10\.0|fe80|db8/u);
  });
});
