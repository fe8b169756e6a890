/** The capabilities of yards that need no asking, and what one lacks, in words. */
import type { Verb, YardCapabilities } from './capabilities-schema.ts';

export const localCapabilities: YardCapabilities = {
  verbs: ['cut-over', 'revert', 'launch', 'replace', 'retire', 'scale', 'release'],
  revisions: 'rising',
  canStop: false,
  previewAddress: true,
  importsImages: true,
  findsImages: false,
  readsImages: true,
  comparesDisks: false,
  canHold: true,
  notesData: true,
  whyNotRehearsed: null,
  blockLogs: true,
  sampleTraffic: true,
  ownHost: true,
  checksPermissions: false,
  changeRecord: null,
  measuredBy: 'the entry',
  hasAlarms: false,
  launchMakes: null,
  leavesObjects: false,
  adoptWrites: null,
};

/** Of a yard that is not open: nothing can be done there. */
export const noCapabilities: YardCapabilities = {
  verbs: [],
  revisions: 'fingerprint',
  canStop: false,
  previewAddress: false,
  importsImages: false,
  findsImages: false,
  readsImages: false,
  comparesDisks: false,
  canHold: false,
  notesData: false,
  whyNotRehearsed: 'This yard is not open.',
  blockLogs: false,
  sampleTraffic: false,
  ownHost: false,
  checksPermissions: false,
  changeRecord: null,
  measuredBy: null,
  hasAlarms: false,
  launchMakes: null,
  leavesObjects: false,
  adoptWrites: null,
};

const words: Readonly<Record<Verb, string>> = {
  'cut-over': 'cut over',
  revert: 'revert',
  launch: 'launch a generation',
  replace: 'replace a block',
  retire: 'retire a generation',
  adopt: 'adopt a generation',
  stop: 'stop the blocks of a generation',
  start: 'start the blocks of a generation again',
  scale: 'scale a generation',
  release: 'release an image',
};

/** Null when it can. */
export function lackOf(capabilities: YardCapabilities, verb: Verb): string | null {
  if (capabilities.verbs.includes(verb)) return null;
  return `Blockyard does not ${words[verb]} in this yard.`;
}
