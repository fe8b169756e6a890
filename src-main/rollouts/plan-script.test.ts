import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isWithheld, planScript } from '../../src-shared/plan-script.ts';
import { plain } from '../../src-shared/wording.ts';

const step = (title: string, command: string | null, isMutation = false) => ({
  ...{ title, command, isMutation },
  detail: '',
});

const inShell = (script: string): string =>
  execFileSync('sh', ['-e', '-c', script], { encoding: 'utf8' });

it('runs the commands in their order and says each step before it', () => {
  const script = planScript({
    label: 'Revert to v001',
    steps: [step('Send', "printf 'one\\n'\nprintf 'two\\n'"), step('Look', null)],
  });
  expect(inShell(script ?? '').split('\n')).toEqual([
    ...['Revert to v001', '1. Send', 'one', 'two', '2. Look', ''],
  ]);
});

it('is nothing when there is nothing to run', () => {
  expect(planScript({ label: 'x', steps: [step('Look', null)] })).toBeNull();
});

it.each(['sh', 'bash'])('stops %s at the first failure, and leaves the terminal alone', (shell) => {
  const steps = (middle: string) => [
    step('Attach', 'true', true),
    step('Wait', `printf 'waits\\n'\n${middle}`),
    step('Send', "printf 'sent\\n'", true),
  ];
  const run = (middle: string) => {
    const script = planScript({ label: 'Cut over', steps: steps(middle) }) ?? '';
    // Without -e, as a terminal that it is pasted into.
    const input = `${script}echo "ended $?"\n`;
    return spawnSync(shell, { input, encoding: 'utf8' });
  };
  const before = ['Cut over', '1. Attach', '2. Wait', 'waits'];
  const failing = run('(exit 7)');
  expect(failing.stdout.trim().split('\n')).toEqual([...before, 'ended 7']);
  expect(failing.stderr).toBe('It stopped at this step: nothing after it was done.\n');
  const control = run('true');
  expect(control.stdout.trim().split('\n')).toEqual([...before, '3. Send', 'sent', 'ended 0']);
  expect(control.stderr).toBe('');
});

it('is nothing when a write would come without what has to come before it', () => {
  const plan = (...steps: ReturnType<typeof step>[]) => planScript({ label: 'x', steps });
  expect(plan(step('Wait', null), step('Send', 'true', true))).toBeNull();
  expect(plan(step('Attach', null, true), step('Send', 'true', true))).toBeNull();
  expect(plan(step('Send', 'true', true), step('Look', null))).not.toBeNull();
});

it('is withheld while a guard refuses, but for the way back', () => {
  const refused = { refusedBecause: '0 of 10 healthy' };
  expect(isWithheld(refused, 'cut-over')).toBe(true);
  expect(isWithheld(refused, 'revert')).toBe(false);
  expect(isWithheld({ refusedBecause: null }, 'cut-over')).toBe(false);
});

it('lets no title become a command, whatever it is', () => {
  const titles = fc.string({ unit: 'grapheme', maxLength: 40 });
  fc.assert(
    fc.property(titles, titles, (label, title) => {
      const script = planScript({ label, steps: [step(title, 'true')] });
      expect(inShell(script ?? '')).toBe(`${plain(label)}\n${plain(`1. ${title}`, 400)}\n`);
    }),
    { numRuns: 40, examples: [["'; touch /tmp/never; '", '$(exit 3)\n`exit 3`']] },
  );
});
