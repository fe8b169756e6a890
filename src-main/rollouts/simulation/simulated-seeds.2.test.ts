import { testSeeds } from './simulated-seeds.fixture.ts';

testSeeds(2);
