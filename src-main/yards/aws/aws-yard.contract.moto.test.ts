import { testContractOn } from './aws-contract.fixture.ts';
import { describeWithMoto } from './moto.fixture.ts';

describeWithMoto('the contract of yards: AWS, generations of servers', () => {
  testContractOn('servers');
});
