/**
 * Why what an auto scaling group fills cannot be adopted. A generation is one recipe: the group has to start every
 * server from one version of one template, by number, and for this target group alone. Pure.
 */
import { plain } from '../../../../src-shared/wording.ts';
import { compare } from './fingerprint.ts';
import { pinCommand, whyNotOneRecipe } from './mixed-policy.ts';
import { scalingGroupTag, templateIdTag, templateVersionTag, type Tags } from './reading.ts';
import type { ScalingGroup } from './scaling-group.ts';

interface FilledServer {
  readonly id: string;
  readonly tags: Tags;
}

type FilledBy =
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly name: string }
  | { readonly kind: 'refused'; readonly why: string };

/** @param behind names of the auto scaling groups that fill the target group, as they say themselves. */
export function filledBy(servers: readonly FilledServer[], behind: readonly string[]): FilledBy {
  const tagged = servers.map(({ tags }) => tags[scalingGroupTag] ?? null);
  const names = [...new Set([...tagged, ...behind])].filter((name) => name !== null).sort(compare);
  const [name] = names;
  if (name === undefined) return { kind: 'none' };
  if (names.length > 1) {
    const shown = names.map((each) => plain(each, 60)).join(', ');
    return {
      kind: 'refused',
      why: `Several auto scaling groups fill it (${shown}): a generation has one at most.`,
    };
  }
  const other = servers.find(({ tags }) => tags[scalingGroupTag] !== name);
  if (other === undefined) return { kind: 'one', name };
  const why = `${plain(other.id, 40)} of it does not belong to the auto scaling group ${plain(name, 60)}, which fills it.`;
  return { kind: 'refused', why };
}

interface Filled {
  readonly group: ScalingGroup;
  /** `resolve:ssm:...`; null: its template names an image, as far as it is known. */
  readonly imageAlias: string | null;
  /** ARN of the target group. */
  readonly target: string;
  /** Everything that is registered there. */
  readonly servers: readonly FilledServer[];
}

/** One or two sentences; null: nothing is against it. */
export function whyNotPinned({ group, imageAlias, target, servers }: Filled): string | null {
  const name = `The auto scaling group ${plain(group.name, 60)}`;
  const { template } = group;
  if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u.test(group.name)) {
    return `${name} has signs in its name that AWS takes in no tag of a target group, where it has to be written down.`;
  }
  if (group.status !== null) return `${name} is deleted or about to be.`;
  if (!group.targetGroupArns.includes(target)) {
    return `${name} started its servers and does not fill this target group: they were registered by somebody else.`;
  }
  if (group.targetGroupArns.length > 1 || group.loadBalancerNames.length > 0) {
    return `${name} fills other target groups or load balancers, too: they would lose its servers. Give each of them a group of its own first.`;
  }
  if (template?.id === undefined || template.id === null) {
    return `${name} starts servers from a launch configuration, which has no versions: give it a launch template, by its number, first.`;
  }
  const several = whyNotOneRecipe(group, name);
  if (several !== null) return several;
  if (!/^[1-9]\d*$/u.test(template.version)) {
    return `${name} starts servers from ${plain(template.version, 20)} of its launch template, which can be another one tomorrow: a server that is replaced would run something else. ${howToPin(group, servers)}`;
  }
  if (imageAlias !== null) {
    return `Version ${template.version} of its launch template names no AMI but a parameter (${plain(imageAlias, 80)}), which can lead to another one tomorrow. Make a version that names the AMI, give that to ${plain(group.name, 60)} by its number, and adopt again.`;
  }
  return whyOthers(group, servers);
}

function howToPin(group: ScalingGroup, servers: Filled['servers']): string {
  const versions = new Set(servers.map(({ tags }) => tags[templateVersionTag] ?? ''));
  const [only = ''] = versions;
  const number = versions.size === 1 && only !== '' ? only : 'NUMBER';
  const command = pinCommand(group, number);
  return command === null
    ? `Pin it first: give its mixed instances policy version ${plain(number, 20)} by its number.`
    : `Pin it first: ${command}`;
}

/** Who is in it, and whether all of them came from what it starts now. */
function whyOthers(group: ScalingGroup, servers: Filled['servers']): string | null {
  const name = plain(group.name, 60);
  const { id = '', version = '' } = group.template ?? {};
  const known = new Set(servers.map((one) => one.id));
  const members = new Set(group.instances.map((one) => one.id));
  for (const member of group.instances) {
    const shown = plain(member.id, 40);
    if (member.lifecycle !== 'InService') {
      return `${shown} in ${name} is ${plain(member.lifecycle, 30)}: it is adopted when all of them are in service.`;
    }
    if (!known.has(member.id)) return `${shown} is in ${name} and is not registered.`;
    if (member.isProtected) {
      return `${shown} is protected from scaling in: it could be neither replaced nor ended. Take the protection away first.`;
    }
  }
  for (const { id: server, tags } of servers) {
    const shown = plain(server, 40);
    if (!members.has(server)) return `${shown} is registered in it and not in ${name} any more.`;
    if (tags[templateIdTag] !== id || tags[templateVersionTag] !== version) {
      return `${shown} was not started from version ${version} of the launch template of ${name}: make them alike first, by an instance refresh.`;
    }
  }
  return null;
}
