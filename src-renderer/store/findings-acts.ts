/** The acts about findings: asked of the yard now, and saved as a file. */
import type { Findings } from '../../src-shared/findings-schema.ts';
import type { FleetId, GenerationId, YardId } from '../../src-shared/ids.ts';
import type { Bridge, CallInput } from '../../src-shared/ipc-contract.ts';
import type { Result } from '../../src-shared/result.ts';

export type FindingsOf = CallInput<'findings.save'>['of'];
export type FindingsFormat = CallInput<'findings.save'>['format'];

export interface FindingsActs {
  readonly askFindings: (
    fleet: FleetId,
    a: GenerationId,
    b: GenerationId,
  ) => Promise<Result<Findings>>;
  readonly saveFindings: (of: FindingsOf, format: FindingsFormat) => Promise<Result<string | null>>;
}

export function findingsActs(
  { call }: Bridge,
  inYard: () => { readonly yard: YardId },
  answerOf: <Value>(asked: Promise<Result<Value>>) => Promise<Result<Value>>,
): FindingsActs {
  return {
    askFindings: (fleet, a, b) => answerOf(call['findings.ask']({ ...inYard(), fleet, a, b })),
    saveFindings: (of, format) => answerOf(call['findings.save']({ ...inYard(), of, format })),
  };
}
