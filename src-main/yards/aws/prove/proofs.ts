/** Everything that a proof in isolation goes through: rules of ours, and what the operator declared. */
import type { FleetId, RolloutId } from '../../../../src-shared/ids.ts';
import type { Result } from '../../../../src-shared/result.ts';
import type { TestEntry } from '../../../../src-shared/test-entry.ts';
import type { Clock } from '../../../clock/clock.ts';
import { createSsmTurned } from '../claims/ssm-turned.ts';
import type { Resolve } from '../route/probe.ts';
import type { RuleReader } from '../route/read-entry.ts';
import type { SendWrite } from '../route/write-rules.ts';
import type { AwsClients } from '../session/clients.ts';
import type { YardMemory } from '../yard-memory.ts';
import { createDeclaredProof, usualSettleMs, type DeclaredProof } from './declared-proof.ts';
import { createTestRules, type TestRules } from './test-rules.ts';
import { createTurnedTest, type TurnedTest } from './turned-test.ts';

export interface ProofPorts {
  readonly clients: AwsClients;
  readonly reader: RuleReader;
  readonly send: SendWrite;
  readonly last: YardMemory['last'];
  readonly clock: Clock;
  readonly resolve: Resolve;
  readonly holds: (fleet: FleetId, rollout: RolloutId) => Promise<Result<null>>;
  readonly testOf: (fleet: FleetId) => TestEntry | null;
  readonly newSecret: () => string;
  /** @default as nodes of a load balancer follow. */
  readonly settleMs: number | undefined;
  readonly note: (text: string, fleet: FleetId) => void;
}

export interface Proofs {
  readonly testRules: TestRules;
  readonly turnedTest: TurnedTest;
  readonly declaredProof: DeclaredProof;
  readonly testOf: ProofPorts['testOf'];
}

export function createProofs(ports: ProofPorts): Proofs {
  const { clients, last, settleMs, testOf } = ports;
  const turnedTest = createTurnedTest({
    ...ports,
    records: createSsmTurned(clients),
    reading: () => last()?.reading ?? null,
  });
  return {
    ...{ turnedTest, testOf },
    testRules: createTestRules(ports),
    declaredProof: createDeclaredProof({
      ...ports,
      turnedTest,
      settleMs: settleMs ?? usualSettleMs,
    }),
  };
}
