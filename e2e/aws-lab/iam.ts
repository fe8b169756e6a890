/** moto's own IAM: from then on it checks every signature and every policy, DryRun included. */
import * as z from 'zod';
import type { Keys } from './control-plane.ts';

const keyShape = z.tuple([z.string(), z.string()]);

/** A policy document as AWS has it. */
export type PolicyDocument = Readonly<Record<string, unknown>>;

const everything: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

/** The user that `switchOnIam` limits, and the policy that it has in line. */
export const limitedUser = { name: 'lab-user', policy: 'lab' } as const;

/**
 * Makes a user that may do everything and one that may do what the policy says, then switches IAM on. Keys that were
 * made up stop working. moto says `AccessDenied` everywhere and in XML; the fault layer words that as each service does.
 */
export async function switchOnIam(
  motoEndpoint: string,
  policy: PolicyDocument,
): Promise<{ readonly admin: Keys; readonly limited: Keys }> {
  const admin = await makeUser(motoEndpoint, 'lab-admin', everything);
  const limited = await makeUser(motoEndpoint, limitedUser.name, policy);
  const answer = await fetch(`${motoEndpoint}/moto-api/reset-auth`, { method: 'POST', body: '0' });
  if (!answer.ok) throw new Error(`IAM was not switched on: ${answer.status}.`);
  return { admin, limited };
}

async function makeUser(endpoint: string, name: string, policy: PolicyDocument): Promise<Keys> {
  await ask(endpoint, { Action: 'CreateUser', UserName: name });
  await ask(endpoint, {
    Action: 'PutUserPolicy',
    UserName: name,
    PolicyName: limitedUser.policy,
    PolicyDocument: JSON.stringify(policy),
  });
  const made = await ask(endpoint, { Action: 'CreateAccessKey', UserName: name });
  const [accessKeyId, secretAccessKey] = keyShape.parse([
    /<AccessKeyId>([^<]+)</.exec(made)?.[1],
    /<SecretAccessKey>([^<]+)</.exec(made)?.[1],
  ]);
  return { accessKeyId, secretAccessKey };
}

/** Before IAM is on nobody checks the signature; its scope only tells moto which service is meant. */
async function ask(endpoint: string, params: Readonly<Record<string, string>>): Promise<string> {
  const answer = await fetch(`${endpoint}/`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIALAB/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: new URLSearchParams({ Version: '2010-05-08', ...params }).toString(),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${params['Action'] ?? ''} failed: ${text.slice(0, 300)}`);
  return text;
}
