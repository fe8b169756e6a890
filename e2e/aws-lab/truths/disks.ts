/** Snapshots and their blocks as EBS has them, and images with the disks that they were registered with. */
import { type Answer, restAnswer, restError } from '../aws-answers.ts';
import type { AwsCall } from '../aws-call.ts';

export interface Disks {
  /** Of EBS's own calls, once moto has taken them. */
  answer(call: AwsCall, fromMoto: Answer, onPage: number): Answer;
  /** Disks of images of an answer of EC2's. */
  told(call: AwsCall, fromMoto: Answer): Answer;
  clear(): void;
}

interface Snapshot {
  readonly sizeGiB: number;
  readonly parent: string | undefined;
  readonly blocks: Map<number, string>;
}

const blockBytes = 524_288;
const empty: Snapshot = { sizeGiB: 8, parent: undefined, blocks: new Map() };

export function openDisks(): Disks {
  const snapshots = new Map<string, Snapshot>();
  const gone = new Set<string>();
  const mappings = new Map<string, string>();
  // Of volumes and images there is one behind each id, without anything written.
  const snapshotOf = (id: string): Snapshot => snapshots.get(id) ?? empty;
  const rootOf = (id: string): string => {
    const { parent } = snapshotOf(id);
    return parent === undefined ? id : rootOf(parent);
  };
  const blocksOf = (id: string): ReadonlyMap<number, string> => {
    const { parent, blocks } = snapshotOf(id);
    return parent === undefined ? blocks : new Map([...blocksOf(parent), ...blocks]);
  };

  function list(call: AwsCall, onPage: number): Answer {
    const second = call.params.get('SnapshotId') ?? '';
    const first = call.params.get('firstSnapshotId') ?? second;
    for (const id of [first, second]) {
      if (!gone.has(id)) continue;
      return restError(404, 'ResourceNotFoundException', `The snapshot '${id}' does not exist.`, 'SNAPSHOT_NOT_FOUND'); // prettier-ignore
    }
    const isWhole = call.action === 'ListSnapshotBlocks';
    if (!isWhole && rootOf(first) !== rootOf(second)) {
      return restError(400, 'ValidationException', 'The snapshots are not related.', 'UNRELATED_SNAPSHOTS'); // prettier-ignore
    }
    const [before, after] = [blocksOf(first), blocksOf(second)];
    const found = [...new Set([...before.keys(), ...after.keys()])]
      .filter((block) => isWhole || before.get(block) !== after.get(block))
      .sort((one, other) => one - other);
    const from = Number(call.params.get('pageToken') ?? 0);
    const size = Math.min(onPage, Number(call.params.get('maxResults') ?? 1000));
    const rows = found.slice(from, from + size).map((BlockIndex) => ({ BlockIndex }));
    return restAnswer({
      [isWhole ? 'Blocks' : 'ChangedBlocks']: rows,
      VolumeSize: snapshotOf(second).sizeGiB,
      BlockSize: blockBytes,
      ...(from + size < found.length ? { NextToken: String(from + size) } : {}),
    });
  }

  return {
    answer(call, fromMoto, onPage) {
      const id = call.params.get('SnapshotId') ?? '';
      switch (call.action) {
        case 'StartSnapshot': {
          const { SnapshotId } = JSON.parse(fromMoto.body) as { SnapshotId: string };
          const parent = call.params.get('ParentSnapshotId');
          const sizeGiB = Number(call.params.get('VolumeSize'));
          snapshots.set(SnapshotId, { sizeGiB, parent, blocks: new Map() });
          return fromMoto;
        }
        case 'PutSnapshotBlock':
          snapshotOf(id).blocks.set(
            Number(call.params.get('BlockIndex')),
            call.params.get('Data') ?? '',
          );
          return fromMoto;
        case 'ListChangedBlocks':
        case 'ListSnapshotBlocks':
          return list(call, onPage);
        default:
          return fromMoto;
      }
    },
    told(call, fromMoto) {
      if (call.action === 'DeleteSnapshot') gone.add(call.params.get('SnapshotId') ?? '');
      if (call.action === 'RegisterImage') {
        const id = /<imageId>([^<]*)<\/imageId>/.exec(fromMoto.body)?.[1];
        const mapping = mappingOf(call);
        // An image without any snapshot does not start: one that names none has what moto makes up.
        if (id !== undefined && mapping.includes('<snapshotId>')) mappings.set(id, mapping);
      }
      if (call.action !== 'DescribeImages') return fromMoto;
      const body = [...mappings].reduce(withMapping, fromMoto.body);
      return { ...fromMoto, body };
    },
    clear: () => {
      for (const known of [snapshots, gone, mappings]) known.clear();
    },
  };
}

function mappingOf(call: AwsCall): string {
  const devices = [...call.params].filter(([name]) =>
    /^BlockDeviceMapping\.\d+\.DeviceName$/.test(name),
  );
  return devices
    .map(([name, device]) => {
      const told = (what: string) => call.params.get(name.replace('DeviceName', what));
      const parts = [
        ['snapshotId', told('Ebs.SnapshotId')],
        ['volumeSize', told('Ebs.VolumeSize')],
        ['encrypted', told('Ebs.Encrypted')],
      ].flatMap(([tag, value]) => (value === undefined ? [] : `<${tag}>${value}</${tag}>`));
      const disk = parts.length === 0 ? '' : `<ebs>${parts.join('')}</ebs>`;
      return `<item><deviceName>${device}</deviceName>${disk}</item>`;
    })
    .join('');
}

/** moto tells an image's mapping before its id. */
function withMapping(body: string, [id, mapping]: readonly [string, string]): string {
  const at = body.indexOf(`<imageId>${id}</imageId>`);
  const start = body.lastIndexOf('<blockDeviceMapping>', at);
  const end = body.lastIndexOf('</blockDeviceMapping>', at);
  if (at < 0 || start < 0 || end < start) return body;
  return `${body.slice(0, start)}<blockDeviceMapping>${mapping}${body.slice(end)}`;
}
