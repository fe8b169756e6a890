import { describe, expect, it } from 'vitest';
import { aBlock, aFleet, aGeneration } from './fleet.fixture.ts';
import { asBlockId, asFleetId, asGenerationId } from './ids.ts';
import { consoleAddress, partitionOf, type ConsoleTarget } from './console-address.ts';
import type { Band } from './panel.ts';

const group = asGenerationId('web-blue/73e2d6bc24d8a067');
const block = asBlockId('i-0f1e2d3c4b5a69788');
const facts = [{ fact: 'Auto scaling group', value: 'web blue/&;#' }];
const fleet = aFleet({
  id: asFleetId('app.my-lb.50dc6c495c0c9188.f2f7dc8efc522ab2.9683b2d02a6cabee'),
  generations: [aGeneration(1, { id: group, blocks: [aBlock(group, 0, { id: block, facts })] })],
});

const account = (region: string, more: object = {}): Pick<Band, 'account'> => ({
  account: {
    ...{ id: '123456789012', region, actor: '', endsAtMs: null, signInByMs: null },
    ...{ endpoint: null, safety: 'normal', changedFrom: null, ...more },
  },
});
const at = (region: string, target: ConsoleTarget, more: object = {}) =>
  consoleAddress(account(region, more), fleet, target);
const all: readonly ConsoleTarget[] = [
  { kind: 'block', block },
  { kind: 'group', generation: group },
  { kind: 'scaling-group', generation: group },
  { kind: 'entry' },
];

describe('the page of a thing in the console of AWS', () => {
  it('is built for a server, its group, what fills that, and the load balancer', () => {
    const page = 'https://eu-west-1.console.aws.amazon.com/ec2/home?region=eu-west-1#';
    expect(all.map((target) => at('eu-west-1', target))).toEqual([
      `${page}InstanceDetails:instanceId=i-0f1e2d3c4b5a69788`,
      `${page}TargetGroup:targetGroupArn=arn%3Aaws%3Aelasticloadbalancing%3Aeu-west-1%3A123456789012%3Atargetgroup%2Fweb-blue%2F73e2d6bc24d8a067`,
      `${page}AutoScalingGroupDetails:id=web%20blue%2F%26%3B%23;view=details`,
      `${page}LoadBalancer:loadBalancerArn=arn%3Aaws%3Aelasticloadbalancing%3Aeu-west-1%3A123456789012%3Aloadbalancer%2Fapp%2Fmy-lb%2F50dc6c495c0c9188;tab=listeners`,
    ]);
  });

  it('is on the host of the partition', () => {
    const host = (region: string) => at(region, { kind: 'entry' })?.split('/')[2];
    expect(host('cn-northwest-1')).toBe('cn-northwest-1.console.amazonaws.cn');
    expect(host('us-gov-east-1')).toBe('us-gov-east-1.console.amazonaws-us-gov.com');
    expect(host('us-east-1')).toBe('us-east-1.console.aws.amazon.com');
    expect(at('cn-north-1', { kind: 'group', generation: group })).toContain('arn%3Aaws-cn%3A');
    expect(at('us-gov-west-1', { kind: 'entry' })).toContain('arn%3Aaws-us-gov%3A');
  });

  it('is not there for a region whose console is not known, or that is none', () => {
    for (const region of [
      'us-iso-east-1',
      'us-isob-east-1',
      'eusc-de-east-1',
      'local',
      '',
      'eu-west-1.example.org',
      'EU-west-1',
    ])
      // prettier-ignore
      expect(partitionOf(region), region).toBeNull();
  });

  it('is not there for a yard that is not AWS itself', () => {
    for (const target of all) {
      expect(at('eu-west-1', target, { endpoint: 'http://127.0.0.1:5000' })).toBeNull();
      expect(consoleAddress({ account: null }, fleet, target)).toBeNull();
    }
  });

  it('is not there for what is not in the fleet, or has no id of AWS', () => {
    const strange = aFleet();
    const others: readonly ConsoleTarget[] = [
      { kind: 'block', block: asBlockId('i-0f1e2d3c4b5a69799') },
      { kind: 'group', generation: asGenerationId('web-blue/73e2d6bc24d8a068') },
      { kind: 'scaling-group', generation: asGenerationId('web-blue/73e2d6bc24d8a068') },
    ];
    for (const target of others) expect(at('eu-west-1', target)).toBeNull();
    for (const target of all) {
      expect(consoleAddress(account('eu-west-1'), strange, target), target.kind).toBeNull();
    }
  });
});
