import { expect, it } from 'vitest';

import { accountMismatch, identityOfArn } from './identity.ts';

it.each([
  ['arn:aws:iam::123456789012:user/ops/joe', null, 'joe'],
  ['arn:aws:sts::123456789012:assumed-role/Deploy/joe@example.com', 'Deploy', 'joe@example.com'],
  ['arn:aws-cn:iam::123456789012:root', null, null],
  ['arn:aws:sts::123456789012:federated-user/joe', null, 'joe'],
])('reads %s', (arn, roleName, userName) => {
  expect(identityOfArn(arn)).toEqual({ accountId: '123456789012', arn, roleName, userName });
});

it('refuses what is no identity', () => {
  expect(identityOfArn('')).toBeNull();
  expect(identityOfArn('arn:aws:iam::123:user/x')).toBeNull();
  expect(identityOfArn('arn:aws:iam::123456789012:user/x\u202e')).toBeNull();
});

it('blocks writes in another account, naming both', () => {
  const identity = identityOfArn('arn:aws:iam::123456789012:user/joe');
  if (identity === null) throw new Error('no identity');
  expect(accountMismatch('123456789012', identity)).toBeNull();
  expect(accountMismatch(null, identity)).toBeNull();
  const fault = accountMismatch('999999999999', identity);
  expect(fault?.code).toBe('refused');
  expect(fault?.message).toMatch(/999999999999.*123456789012/);
});
