/**
 * What a press on Revert costs above the SDK calls that it makes, one for each of two rules: the engine's
 * revert path with its record on disk and the AWS yard, against the lab's control plane. In turns with the
 * bare calls, so that a busy machine strikes both. How many calls there were is moto's word, not ours.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLab, type Lab } from '../e2e/aws-lab/lab.ts';
import type { MadeFleet } from '../e2e/aws-lab/made-by-hand.ts';
import type { RecordedRequest } from '../e2e/aws-lab/moto-server.ts';
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
import { atLeast, atMost, told, type Figure } from './figure.ts';
import { median } from './median.ts';
import { until } from './until.ts';

const rounds = 12;

export async function measureAwsRevert(): Promise<readonly Figure[]> {
  const lab = await openLab();
  const folder = await mkdtemp(join(tmpdir(), 'blockyard-bench-aws-'));
  // A default action and a rule: ModifyListener and ModifyRule.
  const made = await lab.makeFleet({ routes: 'both' });
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
    const rules = fleet.entry.rules.length;
    if (rules !== 2) throw new Error(`The fleet has ${String(rules)} rules instead of two.`);
    const bare: number[] = [];
    const pressed: number[] = [];
    const writes: (readonly string[])[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const to = fleet.generations[round % 2]?.id;
      if (to === undefined) throw new Error('The fleet has no two generations.');
      bare.push(await bareCalls(yard, made, fleet, to));
      good(await observations.fresh());
      // As old as the window's look is at the worst of the yard's own pace, when nothing is late.
      await systemClock.delay(awsTimes.watchedMs);
      const before = (await lab.moto.recorded()).length;
      const sinceMs = lab.nowMs();
      const rollout = good(await rollouts.revert(fleet.id, otherOf(fleet, to), systemClock.now()));
      const answeredMs = await answerOf(lab, sinceMs, rules);
      pressed.push(answeredMs - sinceMs);
      await until('the end of the revert', 30_000, () => (ended.has(rollout) ? true : null));
      writes.push((await lab.moto.recorded()).slice(before).flatMap(mutationIn));
    }
    const overheadMs = median(pressed) - median(bare);
    const perRule = writes.map(({ length }) => length / rules);
    return [
      atMost('aws-revert-overhead', overheadMs, 'ms', 10),
      atMost('aws-revert-mutations', Math.max(...perRule), 'calls a rule', 1),
      atLeast('aws-revert-mutations-least', Math.min(...perRule), 'calls a rule', 1),
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

/** Of what reached moto, by its own record: anything but a read, whoever sent it. */
function mutationIn({ body, headers }: RecordedRequest): readonly string[] {
  const target = Object.entries(headers).find(([name]) => name.toLowerCase() === 'x-amz-target');
  const action = new URLSearchParams(body).get('Action') ?? target?.[1].split('.').at(-1) ?? '';
  return action === '' || /^(?:Describe|Get|List)/u.test(action) ? [] : [action];
}

/** When the layer had answered the last of the press's writes. */
async function answerOf(lab: Lab, sinceMs: number, rules: number): Promise<number> {
  const calls = await until('the writes', 10_000, () => {
    const sent = lab.calls
      .mutations({ caller: panelKeys.accessKeyId, sinceMs })
      .filter(({ action }) => action.startsWith('Modify'));
    return sent.length < rules ? null : sent;
  });
  return Math.max(...calls.map(({ atMs, tookMs }) => atMs + tookMs));
}

/** The same writes by the same client at the same time, with nothing of ours around them. */
async function bareCalls(
  yard: LabYard,
  { listenerArn, ruleArn }: MadeFleet,
  fleet: Fleet,
  to: GenerationId,
): Promise<number> {
  if (ruleArn === undefined) throw new Error('The fleet has no rule of its own.');
  const groups = fleet.generations.map(({ id }) => ({
    TargetGroupArn: `${listenerArn.split(':listener/')[0] ?? ''}:targetgroup/${id}`,
    Weight: id === to ? 100 : 0,
  }));
  const actions = [{ Type: 'forward', ForwardConfig: { TargetGroups: groups } }];
  const common = { name: 'bare', actions, isAsRead: false };
  const startedAtMs = performance.now();
  const send = writesThrough(yard.clients.elbRevert);
  const answers = await Promise.all([
    send({ kind: 'default', arn: listenerArn, ...common }),
    send({ kind: 'rule', arn: ruleArn, ...common }),
  ]);
  for (const answer of answers) good(answer);
  return performance.now() - startedAtMs;
}
