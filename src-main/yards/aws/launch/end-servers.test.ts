import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, it } from 'vitest';
import { createVirtualClock } from '../../../clock/virtual-clock.ts';
import { aGroup, aTarget } from '../discover/reading.fixture.ts';
import { takeOut } from './end-servers.ts';
import type { LaunchPorts } from './launch-ports.ts';

/** A load balancer that lists nobody from the first question on. */
function emptied(answeredLately: LaunchPorts['answeredLately']) {
  const sent: string[] = [];
  const client = new ElasticLoadBalancingV2Client({ region: 'eu-west-1' });
  client.send = (command: { constructor: { name: string } }) => {
    sent.push(command.constructor.name);
    return Promise.resolve({ TargetHealthDescriptions: [] });
  };
  const clock = createVirtualClock();
  const ports = { clients: { elb: client, elbWrites: client }, clock, answeredLately } as unknown as LaunchPorts; // prettier-ignore
  return { sent, clock, ports };
}

const never = () => Promise.resolve(false);

it('puts back what got traffic in the very moment in which it was gone', async () => {
  const { sent, ports } = emptied(() => Promise.resolve(0));
  let asked = 0;
  const late = () => Promise.resolve((asked += 1) > 1);
  const gone = await takeOut(ports, aGroup('web-v1'), [aTarget('i-1')], late);
  expect(gone).toMatchObject({ ok: false, fault: { code: 'conflict' } });
  expect(sent.at(-1)).toBe('RegisterTargetsCommand');
  const quiet = emptied(() => Promise.resolve(0));
  expect((await takeOut(quiet.ports, aGroup('web-v1'), [aTarget('i-1')], never)).ok).toBe(true);
  expect(quiet.sent).not.toContain('RegisterTargetsCommand');
});

it('waits while the group is told to answer still, and not for the rest of one that goes on', async () => {
  const counts = [7, 3, 0];
  const { sent, clock, ports } = emptied(() => Promise.resolve(counts.shift() ?? 0));
  const group = aGroup('web-v1');
  const leaving = takeOut(ports, group, [aTarget('i-1')], never);
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    clock.step(60_000);
  }
  expect((await leaving).ok).toBe(true);
  expect(sent.filter((name) => name === 'DescribeTargetHealthCommand')).toHaveLength(3);
  const one = emptied(() => Promise.resolve(9));
  expect((await takeOut(one.ports, group, [aTarget('i-1')], null)).ok).toBe(true);
});
