import { testRaces } from './simulated-seeds.fixture.ts';

testRaces();
