/** What an adoption compares beside template-data.ts, and what it records that a launch template cannot hold. Pure. */
import type { Instance } from '@aws-sdk/client-ec2';
import { plain } from '../../../../src-shared/wording.ts';
import { tagsOf } from '../discover/read-elb-rows.ts';
import {
  templateIdTag,
  templateVersionTag,
  type ReadTarget,
  type Tags,
  type TargetGroup,
} from '../discover/reading.ts';
import type { ServersBefore } from './template-data.ts';

/** A generation has one image (rule 2), and stopping needs disks that stay. Null: they are alike. */
export function whyDifferent(servers: readonly Instance[]): string | null {
  const images = distinct(servers.map(({ ImageId }) => ImageId ?? 'none'));
  if (images.length > 1) {
    return `Its servers run different images (${images.map((id) => plain(id, 40)).join(', ')}): a generation has one.`;
  }
  const disks = distinct(servers.map(disksOf));
  if (disks.length > 1) {
    return `Its servers have different disks (${disks.map((each) => plain(each, 80)).join('; ')}): which are meant cannot be told.`;
  }
  return null;
}

function disksOf({ BlockDeviceMappings = [] }: Instance): string {
  const devices = BlockDeviceMappings.map(
    ({ DeviceName = '', Ebs }) =>
      `${DeviceName}${Ebs?.DeleteOnTermination === false ? ' kept' : ''}`,
  );
  return devices.sort().join(' ') || 'none';
}

/** AWS's bound for the value of a tag. */
export const longest = 256;

/**
 * As tags of the launch template: where the servers stand is its spread already. The group's settings stay with
 * the group, from which a launch copies them; written down they tell when somebody changed them since.
 */
export function recordedOf(
  group: TargetGroup,
  targets: readonly ReadTarget[],
  { instances }: ServersBefore,
): Tags {
  const { health, attributes } = group;
  const ports = distinct(targets.map(({ port }) => (port === null ? '-' : String(port))));
  const check = [health.protocol, health.path, health.matcher].map((each) => each ?? '-').join(' ');
  const times = `${String(health.intervalMs)}/${String(health.timeoutMs)} ms ${String(health.healthyAfter)}/${String(health.unhealthyAfter)}`;
  const settings =
    attributes === null
      ? 'not read'
      : `drain ${String(attributes.deregistrationDelayMs)} ms, slow start ${String(attributes.slowStartMs)} ms, stickiness ${attributes.stickiness?.type ?? 'off'}`;
  const sources = distinct(
    instances.map(({ Tags }) => {
      const tags = tagsOf(Tags);
      return `${tags[templateIdTag] ?? 'none'} ${tags[templateVersionTag] ?? ''}`.trim();
    }),
  );
  const recorded = {
    'blockyard:group': group.name,
    'blockyard:ports': ports.join(' '),
    'blockyard:health-check': `${health.isEnabled ? check : 'off'} ${times}`,
    'blockyard:group-settings': settings,
    'blockyard:source': sources.join(', '),
  };
  return Object.fromEntries(
    Object.entries(recorded).map(([key, value]) => [key, tagText(value).slice(0, longest)]),
  );
}

/** Of the signs that AWS takes in tags everywhere. */
export function tagText(text: string): string {
  return plain(text, longest).replaceAll(/[^\p{L}\p{N}\s+\-=._:/@]/gu, ' ');
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
