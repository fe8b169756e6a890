/** The differences of two images or of two generations, asked for once per pair. */
import { useEffect, useState } from 'react';
import type { FleetId, GenerationId, ImageId } from '../../../src-shared/ids.ts';
import type { Comparison } from '../../../src-shared/plan.ts';
import type { Result } from '../../../src-shared/result.ts';
import { useActs } from '../../store/panel-context.ts';

interface Answer {
  readonly pair: string;
  readonly result: Result<Comparison>;
}

/** @returns null while there is nothing to ask or no answer yet. */
export function useImageComparison(
  a: ImageId | null,
  b: ImageId | null,
): Result<Comparison> | null {
  const acts = useActs();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const pair = `${a ?? ''} ${b ?? ''}`;
  useEffect(() => {
    if (a === null || b === null || a === b) return undefined;
    return whileWanted(acts.compare(a, b), (result) => {
      setAnswer({ pair, result });
    });
  }, [acts, a, b, pair]);
  return answer?.pair === pair ? answer.result : null;
}

/** Asked again whenever the screen is opened: a generation's servers may be others by then. */
export function useGenerationComparison(
  fleet: FleetId,
  a: GenerationId | null,
  b: GenerationId | null,
): Result<Comparison> | null {
  const acts = useActs();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const pair = `${fleet} ${a ?? ''} ${b ?? ''}`;
  useEffect(() => {
    if (a === null || b === null || a === b) return undefined;
    return whileWanted(acts.compareGenerations(fleet, a, b), (result) => {
      setAnswer({ pair, result });
    });
  }, [acts, fleet, a, b, pair]);
  return answer?.pair === pair ? answer.result : null;
}

/** @returns what to call when the answer is not wanted any more. */
function whileWanted<Value>(asked: Promise<Value>, use: (value: Value) => void): () => void {
  let isWanted = true;
  void asked.then((value) => {
    if (isWanted) use(value);
  });
  return () => {
    isWanted = false;
  };
}
