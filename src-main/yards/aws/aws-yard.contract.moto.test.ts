import { afterAll, beforeAll } from 'vitest';
import { openLab, type Lab } from '../../../e2e/aws-lab/lab.ts';
import type { Yard } from '../port.ts';
import { testAttaching, testYardContract } from '../yard-contract.fixture.ts';
import { labMarker, openLabYard, type LabYard } from './aws-yard.fixture.ts';
import { describeWithMoto } from './moto.fixture.ts';

describeWithMoto('the contract of yards: AWS', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  }, 60_000);
  afterAll(() => lab.close());

  const bench = async (attachesIdle: boolean) => {
    await lab.reset();
    const made = await lab.makeFleet({ routes: 'default', attachesIdle });
    const yards: LabYard[] = [];
    await Promise.all(
      made.generations.map(({ groupArn, name }) =>
        lab.dataPlane.serve(groupArn, name.replace('storefront-', ''), 1),
      ),
    );
    return {
      openYard: () => {
        const yard = openLabYard(lab, { marker: labMarker });
        yards.push(yard);
        return yard;
      },
      secondPage: null,
      drop: (yard: Yard) => yards.find((one) => one === yard)?.close(),
      close: () => {
        for (const yard of yards) yard.close();
        return Promise.resolve();
      },
    };
  };

  testYardContract(() => bench(true));
  testAttaching(() => bench(false));
});
