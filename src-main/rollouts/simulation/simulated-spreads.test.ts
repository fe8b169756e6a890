import { testListings, testSpreads } from './simulated-seeds.fixture.ts';

testSpreads();
testListings();
