/** What one kind of comparison gives to the findings. */
import type { Finding } from '../../../src-shared/findings-schema.ts';

export interface Gathered {
  readonly areas: readonly Finding['area'][];
  readonly findings: readonly Finding[];
  /** Found beyond those. */
  readonly unlisted: number;
  /** What was not compared, each as one sentence. */
  readonly missing: readonly string[];
}
