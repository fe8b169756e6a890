import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makePanelProfile } from './panel-profile.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'blockyard-profile-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('makePanelProfile', () => {
  it('makes the folder for this user alone, also when it is there already', () => {
    for (let time = 0; time < 2; time += 1) {
      const made = makePanelProfile(join(folder, 'deep', 'data'));
      expect(made).toEqual({ ok: true, value: join(folder, 'deep', 'data', 'panel') });
    }
    expect(statSync(join(folder, 'deep', 'data', 'panel')).mode & 0o777).toBe(0o700);
  });

  it('says that a file is in the way', () => {
    writeFileSync(join(folder, 'file'), '');
    const made = makePanelProfile(join(folder, 'file', 'data'));
    expect(made.ok ? '' : made.fault.message).toBe(
      `The data folder ${join(folder, 'file', 'data')} cannot be used: ${join(folder, 'file')} is a file.`,
    );
  });

  it.skipIf(process.platform !== 'linux')(
    'says what the system says of a folder nobody may make',
    () => {
      const made = makePanelProfile('/proc/blockyard');
      expect(made.ok).toBe(false);
      expect(made.ok ? '' : made.fault.message).toMatch(
        /^The data folder \/proc\/blockyard cannot be used: ./,
      );
    },
  );
});
