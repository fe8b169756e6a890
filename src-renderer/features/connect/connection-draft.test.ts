import { expect, it } from 'vitest';
import type { AwsProfiles } from '../../../src-shared/aws-connection.ts';
import { readDraft } from './connection-draft.ts';

const found: AwsProfiles = {
  profiles: [
    { name: 'deploy', kind: 'role', needsMfa: true, region: null, endpoint: null, detail: '' },
  ],
  ...{ hasEnvironment: false, files: [], problems: [] },
};
const typed = (mfaCode: string) =>
  readDraft({ picked: 0, region: 'eu-west-1', endpoint: '', mfaCode }, found);

it('asks for the six digits of a device, no more and no fewer', () => {
  expect(typed(' 123456 ')).toMatchObject({ kind: 'complete', mfaCode: '123456' });
  for (const code of ['', '12345', '1234567', '12345678'])
    expect(typed(code), code).toMatchObject({
      kind: 'incomplete',
      because: 'Type the code of your MFA device.',
    });
});

it('takes no endpoint with a name and a password in it: the band would show them', () => {
  const at = (endpoint: string) =>
    readDraft({ picked: 0, region: 'eu-west-1', endpoint, mfaCode: '123456' }, found);
  expect(at('https://vpce-1.elasticloadbalancing.eu-west-1.vpce.amazonaws.com')).toMatchObject({
    kind: 'complete',
  });
  for (const endpoint of ['http://bob:secret@10.0.0.1:4566', 'https://bob@host'])
    expect(at(endpoint), endpoint).toMatchObject({ because: 'The endpoint is no address.' });
});
