/** An account that does not allow to read everything: it is seen all the same, and what is missing is said. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openLab, type Lab } from '../../../e2e/aws-lab/lab.ts';
import { good, openLabYard, panelKeys } from './aws-yard.fixture.ts';
import { describeWithMoto } from './moto.fixture.ts';

const caller = panelKeys.accessKeyId;

describeWithMoto('what may not be read', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  }, 60_000);
  afterAll(() => lab.close());
  beforeEach(() => lab.reset(), 30_000);

  it.each([
    ['DescribeTags', 'Tags could not be read. .*elasticloadbalancing:DescribeTags'],
    [
      'DescribeTargetGroupAttributes',
      'Attributes of target groups could not be read. .*elasticloadbalancing:DescribeTargetGroupAttributes',
    ],
    ['DescribeImages', 'Images could not be read. .*ec2:DescribeImages'],
    ['GetParametersByPath', 'Who works on the fleets cannot be read: .*ssm:GetParametersByPath'],
  ])(
    'is told once, with what would allow it, and the fleet is seen: %s',
    async (action, said) => {
      await lab.makeFleet({ routes: 'default' });
      const yard = openLabYard(lab);
      // The control: where everything may be read, nothing is said.
      expect(good(await yard.observe()).notices).toEqual([]);
      yard.close();
      const denied = openLabYard(lab);
      lab.faults.add({ effect: { kind: 'denied' }, on: { action, caller } });
      for (let look = 0; look < 3; look += 1) {
        const { fleets, notices } = good(await denied.observe());
        expect(fleets[0]?.generations.map(({ number }) => number)).toEqual([1, 2]);
        expect(notices).toHaveLength(1);
        expect(notices[0]?.severity).toBe('warning');
        expect(notices[0]?.text).toMatch(new RegExp(`^${said}\\b`, 'u'));
        if (action.startsWith('Describe'))
          expect(notices[0]?.text).toContain('Grant statement "See" of docs/iam-policy.json.');
      }
      denied.close();
    },
    60_000,
  );
});
