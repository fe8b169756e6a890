/** The safety levels in words. */
import type { Safety } from '../../../src-shared/aws-connection.ts';

export const safetyOptions: readonly {
  readonly value: Safety;
  readonly text: string;
  readonly note: string;
}[] = [
  {
    value: 'observe',
    text: 'Observe',
    note: 'Nothing is ever written, no revert either.',
  },
  {
    value: 'normal',
    text: 'Normal',
    note: 'Cutover and revert are one press each.',
  },
  {
    value: 'strict',
    text: 'Strict',
    note: 'A cutover asks for a second step, and warnings of a preflight for a reason; a revert for neither.',
  },
];

export const safetyWords: Readonly<Record<Safety, string>> = {
  observe: 'Observe only',
  normal: 'Normal',
  strict: 'Strict',
};
