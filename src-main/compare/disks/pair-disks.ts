/** Which disks of two AMIs are to be compared, and what is said of the others. Pure. */
import type { Ami, BlockDevice } from '../../../src-shared/ami.ts';
import type { ContentsSide } from '../../../src-shared/contents-words.ts';
import { sideWords } from '../../../src-shared/contents-words.ts';

export interface DiskPair {
  readonly name: string;
  readonly plan:
    | { readonly kind: 'read'; readonly a: string; readonly b: string; readonly sizeGiB: number }
    | { readonly kind: 'told'; readonly text: string };
  readonly notes: readonly string[];
}

const root = 'Root volume';

/** The root by its role, as in the facts: its device may be called otherwise. The root first. */
export function pairDisks(a: Ami, b: Ami): readonly DiskPair[] {
  const [left, right] = [byName(a), byName(b)];
  const names = [...new Set([...left.keys(), ...right.keys()])];
  const others = names.filter((name) => name !== root).sort();
  return [...(names.includes(root) ? [root] : []), ...others].map((name) =>
    pairOf(name, left.get(name), right.get(name)),
  );
}

function byName(ami: Ami): ReadonlyMap<string, BlockDevice> {
  return new Map(
    ami.blockDevices.map((device) => [
      device.device === ami.rootDeviceName ? root : device.device,
      device,
    ]),
  );
}

function pairOf(name: string, a: BlockDevice | undefined, b: BlockDevice | undefined): DiskPair {
  const told = (text: string): DiskPair => ({ name, plan: { kind: 'told', text }, notes: [] });
  if (a === undefined || b === undefined) {
    const [there, side] = a === undefined ? [b, 'a' as const] : [a, 'b' as const];
    return told(`The ${sideWords[side]} image has no such disk. ${there === undefined ? '' : wholeText(there)}`.trim()); // prettier-ignore
  }
  if (a.snapshotId === null || b.snapshotId === null) {
    if (a.snapshotId !== null) return told(withoutSnapshot(b, 'b'));
    if (b.snapshotId !== null) return told(withoutSnapshot(a, 'a'));
    return told(
      isVolume(a) && isVolume(b)
        ? 'It starts empty with both images: no snapshot is behind it.'
        : 'No snapshot is behind it: instance store, which starts empty, or a device that is left out.',
    );
  }
  if (a.snapshotId === b.snapshotId) {
    return told(`Both images start it from the same snapshot, ${a.snapshotId}: nothing differs.`);
  }
  const sizeGiB = Math.max(a.sizeGiB ?? 0, b.sizeGiB ?? 0);
  const plan = { kind: 'read', a: a.snapshotId, b: b.snapshotId, sizeGiB } as const;
  return { name, plan, notes: notesOf(a, b) };
}

function withoutSnapshot(device: BlockDevice, side: ContentsSide): string {
  return isVolume(device)
    ? `It starts empty with the ${sideWords[side]} image, and from a snapshot with the other: there is nothing to compare it with.`
    : `No snapshot of the ${sideWords[side]} image is behind it: instance store, which starts empty, or a device that is left out.`;
}

/** An EBS volume; AWS names size or type of each. */
function isVolume({ sizeGiB, volumeType }: BlockDevice): boolean {
  return sizeGiB !== null || volumeType !== null;
}

function wholeText({ snapshotId, sizeGiB }: BlockDevice): string {
  const size = sizeGiB === null ? '' : ` of ${sizeGiB} GiB`;
  return snapshotId === null ? '' : `The other starts it from ${snapshotId}${size}.`;
}

function notesOf(a: BlockDevice, b: BlockDevice): readonly string[] {
  const notes: string[] = [];
  if (a.sizeGiB !== b.sizeGiB && a.sizeGiB !== null && b.sizeGiB !== null) {
    notes.push(
      `It is of ${a.sizeGiB} GiB on the left and ${b.sizeGiB} GiB on the right: the share is of the larger one.`,
    );
  }
  if (a.isEncrypted === true || b.isEncrypted === true) {
    const which = a.isEncrypted !== true ? 'The right one is' : b.isEncrypted === true ? 'It is' : 'The left one is'; // prettier-ignore
    notes.push(`${which} encrypted: AWS may ask for rights to its KMS key, too.`);
  }
  return notes;
}

/** What may explain a refusal that no policy of one's own can change. */
export function ownersNote(a: Ami, b: Ami): string | null {
  const owners = [...new Set([a.ownerId, b.ownerId])].filter((owner) => owner !== null);
  if (owners.length === 0) return null;
  const whose = owners.length === 1 ? 'The images belong to account' : 'The images belong to accounts'; // prettier-ignore
  return `${whose} ${owners.join(' and ')}: snapshots of another account than yours have to be shared with it as well, and AWS lists no blocks of public ones.`;
}
