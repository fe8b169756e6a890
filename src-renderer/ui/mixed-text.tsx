/**
 * A line of ours with outside names in it. Each part that is written from right to left stands for
 * itself: else it would draw the figures after it to its other side, and a version into the name.
 */
import { Fragment } from 'react';
import { textRuns } from './text-runs.ts';

export function MixedText({ text }: { readonly text: string }) {
  return textRuns(text).map(({ text: part, isRightToLeft }, index) =>
    isRightToLeft ? <bdi key={index}>{part}</bdi> : <Fragment key={index}>{part}</Fragment>,
  );
}
