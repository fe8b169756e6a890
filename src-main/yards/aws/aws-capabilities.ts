/** What an account can do for the panel. */
import type { YardCapabilities } from '../../../src-shared/capabilities-schema.ts';
import { claimsPath } from './claims/claim-records.ts';

export const awsCapabilities: YardCapabilities = {
  verbs: [
    'cut-over',
    'revert',
    'launch',
    'replace',
    'retire',
    'scale',
    'release',
    'adopt',
    'stop',
    'start',
  ],
  revisions: 'fingerprint',
  canStop: true,
  previewAddress: true,
  importsImages: false,
  findsImages: true,
  readsImages: false,
  comparesDisks: true,
  canHold: false,
  notesData: true,
  whyNotRehearsed: null,
  blockLogs: false,
  sampleTraffic: false,
  ownHost: false,
  checksPermissions: true,
  changeRecord: `SSM parameters (PutParameter, DeleteParameter) below ${claimsPath}/`,
  measuredBy: 'CloudWatch',
  hasAlarms: true,
  launchMakes:
    'A launch template is made for it; where there is an entry also a target group, which is listed at weight 0 in every rule. Beside an auto scaling group it gets one of its own, and both are held at their size. Its AMI is kept from being deregistered where it is this account’s own, unless the yard’s settings decline that.',
  leavesObjects: true,
  adoptWrites:
    'A launch template with the whole recipe is made, and tags of ours (blockyard:*) are put on the auto scaling group that fills it, where one does, on its servers and then on its target group. Its AMI is kept from being deregistered where it is this account’s own, unless the yard’s settings decline that.',
};
