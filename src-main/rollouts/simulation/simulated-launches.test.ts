import { testLaunches } from './simulated-seeds.fixture.ts';

testLaunches();
