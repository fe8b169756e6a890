/**
 * The names alone, so that the preload stays small: bundling the schemas into it would cost every
 * window start the schema library. The compiler proves the lists complete.
 */
import type { CallName, EventName } from './ipc-contract.ts';

const allCalls: { readonly [Name in CallName]: true } = {
  'panel.snapshot': true,
  'rollout.plan': true,
  'preflight.ask': true,
  'rollout.begin': true,
  'rollout.revert': true,
  'rollout.control': true,
  'rollout.record': true,
  'rollout.save-record': true,
  'timeline.annotate': true,
  'timeline.save': true,
  'release.open-file': true,
  'image.choose': true,
  'image.import': true,
  'image.find': true,
  'image.compare': true,
  'contents.read': true,
  'contents.stop': true,
  'contents.files': true,
  'contents.packages': true,
  'contents.file': true,
  'contents.give-packages': true,
  'disks.read': true,
  'disks.stop': true,
  'appearance.compare': true,
  'appearance.stop': true,
  'appearance.picture': true,
  'findings.ask': true,
  'findings.save': true,
  'behaviour.compare': true,
  'behaviour.stop': true,
  'generation.compare': true,
  'yard.permissions': true,
  'fleet.left-objects': true,
  'fleet.rehearse': true,
  'block.log': true,
  'entry.pause': true,
  'generation.note-data': true,
  'sample-traffic.set': true,
  'sample-runners.add': true,
  'yard.choose': true,
  'yard.start': true,
  'yard.stop': true,
  'yard.settings': true,
  'aws.profiles': true,
  'aws.try': true,
  'aws.connect': true,
  'aws.forget': true,
  'aws.sign-in': true,
  'settings.set': true,
  'diagnostics.preview': true,
  'diagnostics.save': true,
  'fleet.open': true,
  'console.open': true,
};

const allEvents: { readonly [Name in EventName]: true } = {
  'panel.event': true,
  'contents.progress': true,
  'appearance.progress': true,
  'behaviour.progress': true,
  'link.opened': true,
  'menu.pressed': true,
  'view.asked': true,
};

export const callNames = Object.keys(allCalls) as readonly CallName[];
export const eventNames = Object.keys(allEvents) as readonly EventName[];
