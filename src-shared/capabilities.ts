/** The capabilities of yards that need no asking, and what one lacks, in words. */
import type { Verb, YardCapabilities } from './capabilities-schema.ts';

export const localCapabilities: YardCapabilities = {
  verbs: ['cut-over', 'revert', 'launch', 'replace', 'retire', 'scale', 'release'],
  revisions: 'rising',
  canStop: false,
  previewAddress: true,
  importsImages: true,
  findsImages: false,
  canHold: true,
  blockLogs: true,
  sampleTraffic: true,
  ownHost: true,
  checksPermissions: false,
  changeRecord: null,
  launchMakes: null,
};

/** Of a yard that is not open: nothing can be done there. */
export const noCapabilities: YardCapabilities = {
  verbs: [],
  revisions: 'fingerprint',
  canStop: false,
  previewAddress: false,
  importsImages: false,
  findsImages: false,
  canHold: false,
  blockLogs: false,
  sampleTraffic: false,
  ownHost: false,
  checksPermissions: false,
  changeRecord: null,
  launchMakes: null,
};

const words: Readonly<Record<Verb, string>> = {
  'cut-over': 'cut over',
  revert: 'revert',
  launch: 'launch a generation',
  replace: 'replace a block',
  retire: 'retire a generation',
  scale: 'scale a generation',
  release: 'release an image',
};

/** Null when it can. */
export function lackOf(capabilities: YardCapabilities, verb: Verb): string | null {
  if (capabilities.verbs.includes(verb)) return null;
  return `Blockyard does not ${words[verb]} in this yard.`;
}
