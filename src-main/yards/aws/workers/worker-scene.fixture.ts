/** What tests of servers that fetch their work share: a lab, real processes, a real queue, and the real engine. */
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { Workers } from '../../../../e2e/aws-lab/data-plane/workers.ts';
import { openLab, type Lab } from '../../../../e2e/aws-lab/lab.ts';
import { freePort } from '../../../../e2e/aws-lab/moto-server.ts';
import type { Fleet, Generation } from '../../../../src-shared/fleet.ts';
import { asBlockId, type GenerationId } from '../../../../src-shared/ids.ts';
import type { Wish } from '../../../../src-shared/wish-schema.ts';
import type { Outcome } from '../../../../src-shared/panel.ts';
import { workerFleetSchema, type WorkerFleet } from '../../../../src-shared/worker-fleets.ts';
import { systemClock } from '../../../clock/system-clock.ts';
import { openSampleQueue, type SampleQueue } from '../../../yard-host/sample-work/queue-server.ts';
import { onlyFleet, openLabYard, type LabYard } from '../aws-yard.fixture.ts';
import { openLabEngine, type LabEngine } from '../engine-on-lab.fixture.ts';

/** To be called within a `describe`: lab, queue and processes are new for each test. */
export function workerScene() {
  let lab: Lab;
  let queue: SampleQueue;
  let workers: Workers;
  let engine: LabEngine;
  const closed: (() => unknown)[] = [];
  beforeAll(async () => {
    lab = await openLab();
  }, 60_000);
  afterAll(() => lab.close());
  beforeEach(async () => {
    await lab.reset();
    const port = await freePort();
    queue = openSampleQueue(port, systemClock.monotonicMs);
    await queue.listen();
    workers = await lab.openWorkers({
      queueUrl: `http://127.0.0.1:${String(port)}`,
      gone: (instance) => queue.queue.workerGone(asBlockId(instance)),
    });
  }, 60_000);
  afterEach(async () => {
    for (const close of closed.splice(0)) await close();
    await workers.stop();
    await queue.close();
  }, 30_000);

  const declared = (servers: object): WorkerFleet => {
    const url = (word: string) => `${workers.hooks}/{instance}/jobs/${word}`;
    return workerFleetSchema.parse({
      ...{ name: 'runners', servers, drainMs: 4000 },
      hook: {
        kind: 'http',
        take: { method: 'POST', url: url('take') },
        stop: { method: 'POST', url: url('stop') },
        state: { method: 'GET', url: url('state') },
      },
    });
  };
  const image = async (name: string): Promise<string> => {
    const said = await lab.cli('ec2', 'register-image', '--name', name, '--root-device-name', '/dev/xvda'); // prettier-ignore
    return (JSON.parse(said) as { ImageId: string }).ImageId;
  };
  const tagged = async (generation: number, ami: string): Promise<readonly string[]> => {
    const tags = `ResourceType=instance,Tags=[{Key=blockyard:fleet,Value=runners},{Key=blockyard:generation,Value=${String(generation)}}]`;
    const said = await lab.cli('ec2', 'run-instances', '--image-id', ami, '--count', '2', '--instance-type', 't3.small', '--tag-specifications', tags); // prettier-ignore
    return (JSON.parse(said) as { Instances: { InstanceId: string }[] }).Instances.map(({ InstanceId }) => InstanceId); // prettier-ignore
  };
  const openEngine = async (servers: object): Promise<void> => {
    const wishes = { workerFleets: [declared(servers)] };
    const opened = await openLabEngine(lab, { undoMs: 300, verifyMs: 6000 }, undefined, wishes);
    closed.push(opened.close);
    engine = opened;
  };
  const openPanel = (servers: object): LabYard => {
    const yard = openLabYard(lab, { workerFleets: [declared(servers)] });
    closed.push(yard.close);
    return yard;
  };
  const seen = (): Promise<Fleet> => onlyFleet(engine.yard);
  const of = (fleet: Fleet, number: number): Generation => {
    const found = fleet.generations.find((each) => each.number === number);
    if (found === undefined) throw new Error(`There is no ${String(number)}.`);
    return found;
  };
  const healthy = async (...numbers: number[]): Promise<Fleet> => {
    let fleet = await seen();
    const states = async (): Promise<string[]> => {
      fleet = await seen();
      return [...new Set(numbers.flatMap((number) => of(fleet, number).blocks.map(({ state }) => state.kind)))]; // prettier-ignore
    };
    await expect.poll(states, { timeout: 40_000, interval: 500 }).toEqual(['healthy']);
    return fleet;
  };
  const act = async (wish: Wish): Promise<Outcome> => engine.outcomeOf(await engine.begin(wish));
  const cutOver = async (to: GenerationId): Promise<Outcome> =>
    act({ kind: 'cut-over', to, expectedRevision: (await seen()).split.revision });
  const done = (jobs: number): Promise<void> =>
    expect.poll(() => queue.queue.counts().done, { timeout: 60_000 }).toBeGreaterThanOrEqual(jobs);
  const atRest = async () => {
    queue.queue.setOn(false);
    const left = () => queue.queue.counts().queued + queue.queue.counts().running;
    await expect.poll(left, { timeout: 30_000 }).toBe(0);
    return queue.queue.counts();
  };

  return {
    lab: () => lab,
    queue: () => queue.queue,
    workers: () => workers,
    engine: () => engine,
    ...{
      declared,
      image,
      tagged,
      openEngine,
      openPanel,
      seen,
      of,
      healthy,
      act,
      cutOver,
      done,
      atRest,
    },
  };
}
