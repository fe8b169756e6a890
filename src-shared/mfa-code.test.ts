import { expect, it } from 'vitest';
import { asYardId } from './ids.ts';
import { calls } from './ipc-contract.ts';
import { isMfaCode } from './mfa-code.ts';

it.each([
  ['123456', true],
  ['12345', false],
  ['1234567', false],
  ['12345678', false],
  ['123 456', false],
  ['12345a', false],
  ['\u0661\u0662\u0663\u0664\u0665\u0666', false],
])('%s is a code: %s, in the window as on its way to main', (code, isOne) => {
  expect(isMfaCode(code)).toBe(isOne);
  const said = { yard: asYardId('aws-1'), mfaCode: code };
  expect(calls['aws.sign-in'].input.safeParse(said).success).toBe(isOne);
});
