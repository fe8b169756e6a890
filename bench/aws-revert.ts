/**
 * What a press on Revert costs above the one SDK call that it makes: the engine's revert path with its
 * record on disk and the AWS yard, against the lab's control plane. In turns with the bare call, so that
 * a busy machine strikes both.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLab, type Lab } from '../e2e/aws-lab/lab.ts';
import type { Fleet } from '../src-shared/fleet.ts';
import { asRolloutId, type GenerationId } from '../src-shared/ids.ts';
import { systemClock } from '../src-main/clock/system-clock.ts';
import { createObservations } from '../src-main/fleets/observations.ts';
import { openJournal } from '../src-main/journal/journal.ts';
import { createRollouts } from '../src-main/rollouts/rollouts.ts';
import {
  good,
  onlyFleet,
  openLabYard,
  panelKeys,
  type LabYard,
} from '../src-main/yards/aws/aws-yard.fixture.ts';
import { awsLimits, awsTimes } from '../src-main/yards/aws/pace.ts';
import { writesThrough } from '../src-main/yards/aws/route/send-write.ts';
import { atMost, told, type Figure } from './figure.ts';
import { median } from './median.ts';
import { until } from './until.ts';

const rounds = 12;

export async function measureAwsRevert(): Promise<readonly Figure[]> {
  const lab = await openLab();
  const folder = await mkdtemp(join(tmpdir(), 'blockyard-bench-aws-'));
  const made = await lab.makeFleet({ routes: 'default' });
  const yard = openLabYard(lab);
  const ended = new Set<string>();
  const observations = createObservations(yard, systemClock, awsTimes);
  const rollouts = createRollouts({
    yard,
    journal: await openJournal(folder, systemClock.now),
    observations,
    clock: systemClock,
    limits: awsLimits,
    newRolloutId: () => asRolloutId(randomUUID()),
    owner: { name: 'bench', host: 'bench', panel: 'bench' },
    onEvent: (event) => {
      if (event.kind === 'outcome') ended.add(event.outcome.rollout);
    },
  });
  try {
    const fleet = await onlyFleet(yard);
    const bare: number[] = [];
    const pressed: number[] = [];
    const calls: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const to = fleet.generations[round % 2]?.id;
      if (to === undefined) throw new Error('The fleet has no two generations.');
      bare.push(await bareCall(yard, made.listenerArn, fleet, to));
      good(await observations.fresh());
      // As old as the window's look is at the worst of the yard's own pace, when nothing is late.
      await systemClock.delay(awsTimes.watchedMs);
      const sinceMs = lab.nowMs();
      const rollout = good(await rollouts.revert(fleet.id, otherOf(fleet, to), systemClock.now()));
      const answeredMs = await answerOf(lab, sinceMs);
      pressed.push(answeredMs - sinceMs);
      await until('the end of the revert', 30_000, () => (ended.has(rollout) ? true : null));
      calls.push(modifications(lab, sinceMs).length);
    }
    const overheadMs = median(pressed) - median(bare);
    return [
      atMost('aws-revert-overhead', overheadMs, 'ms', 10),
      atMost('aws-revert-mutations', Math.max(...calls), 'calls', 1),
      told('aws-revert-press-to-answer', median(pressed), 'ms'),
      told('aws-revert-bare-call', median(bare), 'ms'),
    ];
  } finally {
    observations.stop();
    await rollouts.stop();
    yard.close();
    await lab.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function otherOf(fleet: Fleet, to: GenerationId): GenerationId {
  return fleet.generations.find(({ id }) => id !== to)?.id ?? to;
}

function modifications(lab: Lab, sinceMs: number) {
  return lab.calls
    .mutations({ caller: panelKeys.accessKeyId, sinceMs })
    .filter(({ action }) => action.startsWith('Modify'));
}

/** When the layer had answered the press's write. */
async function answerOf(lab: Lab, sinceMs: number): Promise<number> {
  const call = await until('the write', 10_000, () => modifications(lab, sinceMs)[0] ?? null);
  return call.atMs + call.tookMs;
}

/** The same write by the same client, with nothing of ours around it. */
async function bareCall(
  yard: LabYard,
  arn: string,
  fleet: Fleet,
  to: GenerationId,
): Promise<number> {
  const groups = fleet.generations.map(({ id }) => ({
    TargetGroupArn: `${arn.split(':listener/')[0] ?? ''}:targetgroup/${id}`,
    Weight: id === to ? 100 : 0,
  }));
  const actions = [{ Type: 'forward', ForwardConfig: { TargetGroups: groups } }];
  const startedAtMs = performance.now();
  const send = writesThrough(yard.clients.elbRevert);
  good(await send({ kind: 'default', arn, name: 'bare', actions, isAsRead: false }));
  return performance.now() - startedAtMs;
}
