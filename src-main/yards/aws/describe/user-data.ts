/**
 * The user data of servers as text with its secrets masked; in the clear it does not leave this file.
 * Two servers are asked: the oldest and the newest. All of one generation must have the same.
 */
import {
  DescribeInstanceAttributeCommand,
  type EC2Client,
  type Instance,
} from '@aws-sdk/client-ec2';
import { gunzipSync } from 'node:zlib';
import type { MarkSecret } from '../../../masking/mask-secrets.ts';
import { isReadable } from '../../../masking/secret-shapes.ts';
import { nothingDescribed, partOr, type DescribedPart } from './described-part.ts';
import { maskedText, mostCharacters, tooLong, type MaskedText } from './masked-text.ts';

const title = 'User data';

export function readUserData(
  ec2: EC2Client,
  instances: readonly Instance[],
  mark: MarkSecret,
): Promise<DescribedPart> {
  return partOr('The user data', async () => {
    const byAge = [...instances].sort(
      (a, b) => (a.LaunchTime?.getTime() ?? 0) - (b.LaunchTime?.getTime() ?? 0),
    );
    const ids = [...new Set([byAge.at(-1)?.InstanceId, byAge[0]?.InstanceId])];
    const texts = await Promise.all(
      ids.flatMap((id) => (id === undefined ? [] : [userDataOf(ec2, id, mark)])),
    );
    const [newest, oldest] = texts;
    if (newest === undefined) return nothingDescribed;
    const isMixed = oldest !== undefined && oldest.text !== newest.text;
    return {
      kind: 'read',
      facts: [],
      texts: [{ title, text: newest.text }],
      missing: [
        ...newest.missing,
        ...(isMixed
          ? [
              'Its newest and its oldest server have different user data; the newest one’s is shown.',
            ]
          : []),
      ],
    };
  });
}

async function userDataOf(ec2: EC2Client, id: string, mark: MarkSecret): Promise<MaskedText> {
  const out = await ec2.send(
    new DescribeInstanceAttributeCommand({ InstanceId: id, Attribute: 'userData' }),
  );
  return readableUserData(out.UserData?.Value ?? '', mark);
}

/** @param encoded base64, as AWS gives it. Empty for none. */
export function readableUserData(encoded: string, mark: MarkSecret): MaskedText {
  const bytes = unpacked(Buffer.from(encoded, 'base64'));
  if (bytes === 'too-long') return tooLong('user data', encoded, mark);
  const text = bytes === 'broken' ? null : bytes.toString('utf8');
  if (text === null || !isReadable(text)) {
    const size = Buffer.byteLength(encoded, 'base64');
    return { text: `not text, ${size} bytes: ${mark(encoded)}`, missing: [] };
  }
  return maskedText('user data', text.replaceAll('\r\n', '\n'), mark);
}

/** User data has at most 16 kB; packed text, which cloud-init unpacks, can be a thousand times as long. */
function unpacked(bytes: Buffer): Buffer | 'too-long' | 'broken' {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    // A character has at most four bytes.
    return gunzipSync(bytes, { maxOutputLength: 4 * mostCharacters });
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : null;
    return code === 'ERR_BUFFER_TOO_LARGE' ? 'too-long' : 'broken';
  }
}
