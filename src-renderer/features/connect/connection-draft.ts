/** What was typed into the connect dialog, and what it amounts to. Pure. */
import {
  awsConnectionSchema,
  type AwsConnection,
  type AwsProfiles,
} from '../../../src-shared/aws-connection.ts';
import { isMfaCode } from '../../../src-shared/mfa-code.ts';
import type { Picked } from './profile-list.tsx';

export interface Draft {
  readonly picked: Picked;
  readonly region: string;
  readonly endpoint: string;
  readonly mfaCode: string;
}

/** The region and the endpoint of a profile come with it until something else is typed. */
export function pick(draft: Draft, found: AwsProfiles, picked: Picked): Draft {
  const profile = typeof picked === 'number' ? found.profiles[picked] : undefined;
  return {
    picked,
    region: profile?.region ?? draft.region,
    endpoint: profile?.endpoint ?? '',
    mfaCode: '',
  };
}

export function needsMfa(draft: Draft, found: AwsProfiles): boolean {
  return typeof draft.picked === 'number' && found.profiles[draft.picked]?.needsMfa === true;
}

export type Reading =
  | {
      readonly kind: 'complete';
      readonly connection: AwsConnection;
      readonly mfaCode: string | null;
    }
  | {
      readonly kind: 'incomplete';
      /** What is still to be done, as one sentence. */
      readonly because: string;
      readonly regionError: string | undefined;
      readonly endpointError: string | undefined;
    };

export function readDraft(draft: Draft, found: AwsProfiles): Reading {
  const region = draft.region.trim();
  const endpoint = draft.endpoint.trim();
  const { region: regionSchema, endpoint: endpointSchema } = awsConnectionSchema.shape;
  const isRegionGood = regionSchema.safeParse(region).success;
  const isEndpointGood = endpoint === '' || endpointSchema.safeParse(endpoint).success;
  const incomplete = (because: string): Reading => ({
    kind: 'incomplete',
    because,
    regionError: isRegionGood || region === '' ? undefined : 'Like eu-west-1.',
    endpointError: isEndpointGood ? undefined : 'An address like https://host:port.',
  });
  const { picked } = draft;
  const profile = typeof picked === 'number' ? found.profiles[picked] : undefined;
  if (picked === null || (profile === undefined && picked !== 'environment')) {
    return incomplete('Choose whose credentials are used.');
  }
  if (!isRegionGood) return incomplete('Type the region to look at.');
  if (!isEndpointGood) return incomplete('The endpoint is no address.');
  const code = draft.mfaCode.trim();
  const asksCode = profile?.needsMfa === true;
  if (asksCode && !isMfaCode(code)) return incomplete('Type the code of your MFA device.');
  return {
    kind: 'complete',
    connection: {
      credentials:
        profile === undefined
          ? { kind: 'environment' }
          : { kind: 'profile', profile: profile.name },
      region,
      endpoint: endpoint === '' ? null : endpoint,
    },
    mfaCode: asksCode ? code : null,
  };
}
