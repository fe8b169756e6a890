/** Where a release stands before it is begun: by what can be read of its form, and by its preflight. Pure. */
import type { Preflight } from '../../../src-shared/preflight.ts';
import { stagesAt, type Stage } from './stages.ts';

/** @param preflight null while something of the form cannot be read. */
export function stagesBefore(preflight: Preflight | null): readonly Stage[] {
  if (preflight === null) return stagesAt('Choose');
  const { forward, back } = preflight;
  const isAsking = (what?: string): boolean =>
    [...forward, ...back].some(
      (check) => check.verdict === 'asking' && (what === undefined || check.what === what),
    );
  if (isAsking('Difference')) return stagesAt('Compare');
  const hasFailed = [...forward, ...back].some(({ verdict }) => verdict === 'failed');
  return isAsking() || hasFailed ? stagesAt('Preflight') : stagesAt('Warm up', 'ahead');
}
