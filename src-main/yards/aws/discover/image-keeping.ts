/** Whether the image of a generation can be taken away, by what AWS says of it. Pure. */
import type { Generation } from '../../../../src-shared/fleet.ts';
import type { AmiImage } from '../../../../src-shared/image.ts';

/** `enabled-without-cooldown`, `enabled-with-cooldown`, `disabled`; null: AWS did not say. */
export function isProtected(protection: string | null): boolean {
  return protection?.startsWith('enabled') === true;
}

/** @param account whose the target groups are; null: not known. */
export function imageKeepingOf(
  image: AmiImage | undefined,
  account: string | null,
): Generation['imageKeeping'] {
  if (image === undefined || account === null || image.ami.ownerId === null) return undefined;
  if (isProtected(image.ami.deregistrationProtection)) return 'protected';
  return image.ami.ownerId === account ? 'unprotected' : 'of-others';
}

/** `arn:aws:elasticloadbalancing:REGION:ACCOUNT:...`: AWS lists nobody's but the caller's own. */
export function accountOfArn(arn: string | undefined): string | null {
  const account = arn?.split(':')[4] ?? '';
  return /^\d{12}$/u.test(account) ? account : null;
}
