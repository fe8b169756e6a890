import { describe } from 'vitest';
import { openHostBench, wholeFleet } from '../../yard-host/yard-host.fixture.ts';
import { testYardContract } from '../yard-contract.fixture.ts';

describe('the contract of yards: local', () => {
  testYardContract(async () => {
    const bench = await openHostBench();
    await bench.ensure();
    await wholeFleet(bench.openYard());
    return bench;
  });
});
