/** What an account can do for the panel. */
import type { YardCapabilities } from '../../../src-shared/capabilities-schema.ts';
import { claimsPath } from './claims/claim-records.ts';

export const awsCapabilities: YardCapabilities = {
  verbs: ['cut-over', 'revert', 'launch', 'replace', 'retire'],
  revisions: 'fingerprint',
  canStop: false,
  previewAddress: false,
  importsImages: false,
  findsImages: true,
  canHold: false,
  blockLogs: false,
  sampleTraffic: false,
  ownHost: false,
  checksPermissions: true,
  changeRecord: `SSM parameters (PutParameter, DeleteParameter) below ${claimsPath}/`,
  launchMakes:
    'A launch template and a target group are made for it, and the group is listed at weight 0 in every rule of the entry.',
};
