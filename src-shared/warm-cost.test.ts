import { describe, expect, it } from 'vitest';
import { ec2DollarsAnHour } from './ec2-prices.ts';
import { aBlock, aGeneration, v1 } from './fleet.fixture.ts';
import type { Block, Fact } from './fleet.ts';
import { asBlockId } from './ids.ts';
import type { Image } from './image.ts';
import type { Band } from './panel.ts';
import { warmCostOf, warmCostText } from './warm-cost.ts';

const local: Pick<Band, 'account'> = { account: null };
const aws = (region: string): Pick<Band, 'account'> => ({
  account: {
    ...{ id: '123456789012', region, actor: 'role/ana', endsAtMs: null, signInByMs: null },
    ...{ endpoint: null, safety: 'normal', changedFrom: null },
  },
});
const ami = (platform: string | null): Image =>
  ({ kind: 'ami', id: aGeneration(1).image, ami: { platform } }) as unknown as Image;
const linux = [ami('Linux/UNIX')];

const server = (slot: number, type: string | null, more: Partial<Block> = {}): Block => {
  const facts: Fact[] = type === null ? [] : [{ fact: 'Instance type', value: type }];
  return aBlock(v1, slot, { id: asBlockId(`i-${String(slot)}`), facts, ...more });
};
const textOf = (blocks: readonly Block[], band = aws('eu-west-1'), images = linux): string => {
  const generation = aGeneration(1, { blocks: [...blocks] });
  return warmCostText(generation, warmCostOf(generation, band, images));
};

describe('prices', () => {
  it('are those of the list, and of nothing else', () => {
    const known: readonly (readonly [string, string, number])[] = [
      ['us-east-1', 't3.medium', 0.0416],
      ['us-east-1', 't4g.nano', 0.0042],
      ['us-east-1', 'm5.2xlarge', 0.384],
      ['us-east-1', 'c7g.large', 0.0725],
      ['us-east-1', 'r7i.4xlarge', 1.0584],
      ['eu-west-1', 't3.micro', 0.0114],
      ['eu-west-1', 'm6g.xlarge', 0.172],
    ];
    for (const [region, type, dollars] of known) {
      expect(ec2DollarsAnHour(region, type), type).toBeCloseTo(dollars, 6);
    }
    const unknown: readonly (readonly [string, string])[] = [
      ['eu-west-1', 'm7g.large'],
      ['us-east-1', 'm5.medium'],
      ['us-east-1', 'm5.large.more'],
      ['us-east-1', 'm5'],
      ['us-east-1', 'm5.constructor'],
      ['us-east-1', 'toString.large'],
      ['constructor', 'm5.large'],
      ['ap-south-1', 't3.medium'],
    ];
    for (const [region, type] of unknown) expect(ec2DollarsAnHour(region, type), type).toBeNull();
  });
});

describe('keeping a generation warm', () => {
  it('on AWS costs what its instances cost by the list, and says that it is an estimate', () => {
    const ten = Array.from({ length: 10 }, (_, slot) => server(slot, 't3.medium'));
    expect(textOf(ten)).toBe(
      'Keeping v001 warm: about $0.46 an hour (estimate, 10 x t3.medium, On-Demand Linux prices of 2025-01).',
    );
    expect(textOf([server(0, 't3.medium'), server(1, 'm5.large')])).toContain(
      'about $0.15 an hour (estimate, 1 x t3.medium, 1 x m5.large',
    );
    expect(textOf([server(0, 't4g.nano')])).toContain('less than $0.01 an hour');
  });

  it('is never guessed', () => {
    const medium = server(0, 't3.medium');
    expect(textOf([medium, server(1, 'x2gd.large')])).toBe(
      'Keeping v001 warm: its cost is not known, because no price is kept here for x2gd.large in eu-west-1.',
    );
    expect(textOf([medium, server(1, null)])).toContain('not every instance tells its type');
    expect(textOf([medium], aws('ap-south-1'))).toContain('not known');
    expect(textOf([medium], aws('eu-west-1'), [ami('Windows')])).toContain('for Windows');
    expect(textOf([medium], aws('eu-west-1'), [])).toContain('nobody told what system');
  });

  it('counts one machine once, and what is stopped or gone not at all', () => {
    const twice = ['8080', '8081'].map((port) =>
      server(0, 't3.medium', { id: asBlockId(`i-1:${port}`) }),
    );
    const stopped = server(3, 't3.medium', {
      facts: [
        { fact: 'Instance', value: 'stopped' },
        { fact: 'Instance type', value: 't3.medium' },
      ],
    });
    expect(textOf([...twice, stopped])).toContain('1 x t3.medium');
    expect(textOf([stopped])).toBe('');
  });

  it('here takes the memory that its blocks were measured to hold, when all were', () => {
    const measured = [10_000_000, 30_000_000].map((memoryBytes, slot) =>
      aBlock(v1, slot, { memoryBytes }),
    );
    expect(textOf(measured, local)).toBe(
      'Keeping v001 warm: 40 MB of memory on this computer (2 blocks).',
    );
    const exited = aBlock(v1, 2, {
      state: { kind: 'exited', code: 1, signal: null, reason: '' },
    });
    expect(textOf([...measured, exited], local)).toContain('40 MB');
    expect(textOf([...measured, aBlock(v1, 2)], local)).toContain('not every block was measured');
  });
});
