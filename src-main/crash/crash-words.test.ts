import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aFleet, aSplit, v1, v2 } from '../../src-shared/fleet.fixture.ts';
import { asFleetId, asRolloutId, asYardId } from '../../src-shared/ids.ts';
import type { YardSummary } from '../../src-shared/panel.ts';
import { aPanel } from '../desktop/panel.fixture.ts';
import { readCrashReport, writeCrashReport, type CrashReport } from './crash-report.ts';
import { crashFacts, type CrashPlace } from './crash-words.ts';
import { reportOf } from './report-of.ts';

const place: CrashPlace = {
  ...{ platform: 'linux', executable: null, usualDataFolder: '/home/ana/.config/Blockyard' },
};
const rest: Omit<CrashReport, 'fleets' | 'running'> = {
  ...{ atMs: 1, reason: 'It ended.', dataFolder: place.usualDataFolder, yardFolder: '/y' },
  ...({ what: 'window', appVersion: '1', theme: 'dark', onQuit: 'keep-yard' } as const),
};

function aReport(fleetName = 'storefront', more: Partial<typeof rest> = {}): CrashReport {
  const fleet = aFleet({
    ...{ name: fleetName, id: asFleetId(fleetName), split: aSplit(v2, 2), previous: v1 },
  });
  const summary: YardSummary = {
    ...{ id: asYardId('local'), name: 'Local yard', detail: '', running: null },
    ...({ kind: 'local', status: 'live' } as const),
  };
  const progress = {
    ...{ fleet: fleet.id, rollout: asRolloutId('r'), value: 0.1, waitingBecause: null },
    ...{ intent: { kind: 'revert', to: v1, from: v2 } as const, title: 'Reverting to v001' },
  };
  const panel = aPanel([fleet, aFleet({ id: asFleetId('other') })], { progress: [progress] });
  return reportOf([{ summary, panel }], { ...rest, ...more });
}

describe('crashFacts', () => {
  it('names the way back of each fleet as a line for a terminal', () => {
    const facts = crashFacts(aReport(), place);
    expect(facts.commands).toEqual([
      {
        fleet: 'storefront',
        line: 'npx blockyard revert --to storefront-v001 --fleet storefront',
      },
    ]);
    expect(facts.without).toBe('1 more fleet had no way back when seen last.');
    expect(facts.journal).toBe('/home/ana/.config/Blockyard/journal');
  });

  it('names the program as it is installed, and another data folder', () => {
    const line = (more: Partial<CrashPlace>) =>
      crashFacts(aReport(), { ...place, ...more }).commands[0]?.line;
    const usualDataFolder = '/else where';
    expect(line({ executable: '/opt/Block yard/blockyard' })).toMatch(/^'\/opt\/Block yard\/blockyard' cli revert /u); // prettier-ignore
    expect(line({ usualDataFolder })).toMatch(/^BLOCKYARD_DATA=\/home\/ana\/\.config\/Blockyard npx /u); // prettier-ignore
    expect(line({ usualDataFolder, platform: 'win32', executable: "C:\\it's.exe" })).toMatch(
      /^\$env:BLOCKYARD_DATA='[^']+'; & 'C:\\it''s\.exe' cli revert /u,
    );
  });

  it('says of what ran whether anybody carries it', () => {
    const said = (what: 'window' | 'panel') =>
      crashFacts({ ...aReport(), what }, place).sentences.join(' ');
    expect(said('window')).toContain('goes on without the window: Reverting to v001 in Local yard');
    expect(said('panel')).toContain('waits for the next start');
    expect(said('panel')).toContain('its guards do not watch');
    expect(said('panel')).not.toContain('goes on without the window');
  });

  it('says that Quit stops the yard where the settings say so, and nowhere else', () => {
    const warned = (what: 'window' | 'panel', onQuit: CrashReport['onQuit']) => {
      const { sentences, quit } = crashFacts({ ...aReport(), what, onQuit }, place);
      return { quit, isWarned: sentences.some((each) => each.includes('requests are refused')) };
    };
    expect(warned('window', 'stop-yard')).toEqual({
      quit: 'Quit and stop the yard',
      isWarned: true,
    });
    const harmless = { quit: 'Quit', isWarned: false };
    expect(warned('window', 'keep-yard')).toEqual(harmless);
    // It has ended already, and nothing of it stops a yard.
    expect(warned('panel', 'stop-yard')).toEqual(harmless);
  });

  it('quotes for PowerShell what PowerShell would act on', () => {
    const line = (name: string) =>
      crashFacts(aReport(name), { ...place, platform: 'win32' }).commands[0]?.line;
    expect(line("x'; calc #$(id)")).toMatch(/--fleet 'x''; calc #\$\(id\)'$/u);
    expect(line('x\u2019; calc; \u2018')).toMatch(/--fleet 'x\u2019\u2019; calc; \u2018\u2018'$/u);
    expect(line('@args')).toMatch(/--fleet '@args'$/u);
    const unsafe = crashFacts(aReport('a" & calc'), { ...place, platform: 'win32' });
    expect(unsafe.commands).toEqual([]);
    expect(unsafe.without).toContain('The command of 1 fleet is not shown');
  });

  it('quotes what a shell would act on, and offers no line with anything that nobody sees', () => {
    const evil = crashFacts(aReport("x'; rm -rf ~ #$(id)"), place);
    expect(evil.commands[0]?.line).toContain(`--fleet 'x'\\''; rm -rf ~ #$(id)'`);
    expect(crashFacts(aReport('a\u202eb'), place).commands).toEqual([]);
    expect(crashFacts(aReport('a\nrm -rf ~'), place).commands).toEqual([]);
  });
});

it('is written and read back, and what is none is refused', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'blockyard-crash-'));
  try {
    const path = join(folder, 'crash.json');
    writeCrashReport(path, aReport());
    expect(await readCrashReport(path)).toEqual(aReport());
    await writeFile(path, '{"what":"window"}');
    await expect(readCrashReport(path)).rejects.toThrow();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
