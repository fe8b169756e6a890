import { describe } from 'vitest';
import { openHostBench, wholeFleet } from '../../yard-host/yard-host.fixture.ts';
import type { Yard } from '../port.ts';
import { testYardContract } from '../yard-contract.fixture.ts';
import type { LocalYard } from './local-yard.ts';

// Its entry lists every generation from its launch on: there is nothing to attach.
describe('the contract of yards: local', () => {
  testYardContract(async () => {
    const bench = await openHostBench();
    await bench.ensure();
    await wholeFleet(bench.openYard());
    const yards: LocalYard[] = [];
    return {
      openYard: () => {
        const yard = bench.openYard();
        yards.push(yard);
        return yard;
      },
      drop: (yard: Yard) => yards.find((one) => one === yard)?.close(),
      secondPage: 'v2',
      close: bench.close,
    };
  });
});
