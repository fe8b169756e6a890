import { testSpreads } from './simulated-seeds.fixture.ts';

testSpreads();
