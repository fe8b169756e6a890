/** The text of a cutover in a real shell: without servers in service no traffic moves. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openLab, type Lab } from '../../../e2e/aws-lab/lab.ts';
import type { MadeFleet } from '../../../e2e/aws-lab/made-by-hand.ts';
import { planScript } from '../../../src-shared/plan-script.ts';
import { called, good, onlyFleet } from './aws-yard.fixture.ts';
import { openLabEngine, type LabEngine } from './engine-on-lab.fixture.ts';
import { describeWithMoto } from './moto.fixture.ts';

/** Not the panel's: what it does is told apart in the log of calls. */
const caller = 'AKIALABSHELL0000000A';

describeWithMoto('the text of a cutover, in a shell', () => {
  let lab: Lab;
  let folder: string;
  let engine: LabEngine;
  let made: MadeFleet;
  let sinceMs = 0;
  const shells: ChildProcess[] = [];
  beforeAll(async () => {
    lab = await openLab();
    folder = await mkdtemp(join(tmpdir(), 'by-script-'));
    const keys = `[lab]\naws_access_key_id = ${caller}\naws_secret_access_key = y\n`;
    await writeFile(join(folder, 'credentials'), keys);
    await writeFile(join(folder, 'config'), '');
  }, 60_000);
  afterAll(async () => {
    await lab.close();
    await rm(folder, { recursive: true });
  });
  beforeEach(async () => {
    await lab.reset();
    made = await lab.makeFleet({ attachesIdle: false, routes: 'default' });
    engine = await openLabEngine(lab);
    sinceMs = lab.nowMs();
  }, 60_000);
  afterEach(async () => {
    for (const { pid } of shells.splice(0)) {
      try {
        // The shell and the AWS CLI that it waits for.
        if (pid !== undefined) process.kill(-pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
    await engine.close();
  });

  const script = async (): Promise<string> => {
    const fleet = await onlyFleet(engine.yard);
    const to = called(fleet, 'storefront-v002');
    const expectedRevision = fleet.split.revision;
    const ask = () => engine.rollouts.plan(fleet.id, { kind: 'cut-over', to, expectedRevision });
    await expect.poll(() => ask().ok, { timeout: 20_000 }).toBe(true);
    const text = planScript(good(ask()));
    if (text === null) throw new Error('There is no text.');
    return text;
  };
  /** As pasted into a terminal: the shell itself has no -e. */
  const paste = (text: string): Promise<number | null> => {
    const { PATH, HOME } = process.env;
    const files = {
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    };
    const shell = spawn('sh', ['-c', text], {
      ...{ env: { PATH, HOME, ...files }, stdio: 'ignore', detached: true },
    });
    shells.push(shell);
    return new Promise((resolve) => shell.once('exit', resolve));
  };
  const writes = (): number => lab.calls.mutations({ caller, sinceMs }).length;
  const weightOfCandidate = async (): Promise<number> => {
    const fleet = await onlyFleet(engine.yard);
    const to = called(fleet, 'storefront-v002');
    return fleet.split.weights.find(({ generation }) => generation === to)?.weight ?? 0;
  };

  it('waits while the servers fail their checks, and sends no traffic there', async () => {
    const text = await script();
    for (const id of made.generations[1]?.instanceIds ?? []) lab.health.set(id, 'failed-checks');
    let isOver = false;
    void paste(text).finally(() => (isOver = true));
    const looks = (): number => lab.calls.reads({ caller, sinceMs }).length;
    // Before the attachment, after it, and the first of those that wait.
    await expect.poll(looks, { timeout: 60_000 }).toBeGreaterThanOrEqual(3);
    await new Promise((resolve) => setTimeout(resolve, 4000));
    expect(isOver).toBe(false);
    expect(writes()).toBe(1);
    expect(await weightOfCandidate()).toBe(0);
  }, 100_000);

  it('stops when the attachment fails', async () => {
    const text = await script();
    lab.faults.add({ effect: { kind: 'denied' }, on: { action: 'ModifyListener', caller } });
    expect(await paste(text)).not.toBe(0);
    expect(writes()).toBe(1);
    expect(await weightOfCandidate()).toBe(0);
  }, 60_000);

  it('switches when they are in service', async () => {
    expect(await paste(await script())).toBe(0);
    expect(writes()).toBe(2);
    expect(await weightOfCandidate()).toBe(100);
  }, 60_000);
});
