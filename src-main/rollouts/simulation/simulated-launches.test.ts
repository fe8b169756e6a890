import { testFindings, testLaunches } from './simulated-seeds.fixture.ts';

testLaunches();
testFindings();
