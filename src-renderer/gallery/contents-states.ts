/** Contents of two images: read, being read, not to be read, and a file that is no text. */
import type { ContentsReport } from '../../src-shared/contents.ts';
import { fail, succeed, type Result } from '../../src-shared/result.ts';
import { awsFleet, awsSnapshot } from './aws-fixtures.ts';
import { amis } from './compare-states.ts';
import { comparison } from './comparison-fixture.ts';
import { contentsAnswers, packagesOnly, toldAnswers } from './contents-fixtures.ts';
import { aFleet, aSnapshot } from './fixtures.ts';
import type { GalleryState } from './gallery-state.ts';

const compared = {
  snapshot: aSnapshot([aFleet()]),
  view: { screen: 'compare' },
  presses: ['Compare contents'],
} as const;
const facts = { 'image.compare': () => succeed(comparison) } as const;

export const contentsStates: Readonly<Record<string, GalleryState>> = {
  contents: {
    ...compared,
    answers: { ...facts, ...contentsAnswers },
    presses: ['Compare contents', 'blockyard.json'],
  },
  'contents-told': {
    ...compared,
    answers: { ...facts, ...toldAnswers },
    presses: ['Compare contents', 'bin/start'],
  },
  'contents-reading': {
    ...compared,
    answers: {
      ...facts,
      'contents.read': () => new Promise<Result<ContentsReport>>(() => undefined),
    },
  },
  'contents-fault': {
    ...compared,
    answers: {
      ...facts,
      'contents.read': () =>
        fail({
          code: 'damaged',
          message: 'The list of what the left image consists of was changed.',
          todo: 'Import it again from its source: the damaged copy is set aside then.',
        }),
    },
  },
  'contents-sealed': {
    snapshot: awsSnapshot([awsFleet()]),
    view: { screen: 'compare' },
    answers: { 'image.compare': () => succeed(amis), ...packagesOnly },
    presses: ['Compare packages'],
  },
};
