/**
 * A bridge without a main process, for tests and the gallery: answers from data, remembers what it was
 * asked, and tells events on demand. Derived from the same contract as the real one.
 */
import {
  calls,
  type Bridge,
  type CallInput,
  type CallName,
  type CallOutput,
  type EventPayload,
} from '../../src-shared/ipc-contract.ts';
import { asRolloutId } from '../../src-shared/ids.ts';
import type { PanelEvent, PanelSnapshot } from '../../src-shared/panel.ts';
import { fail, succeed, type Result } from '../../src-shared/result.ts';
import { applyEvent } from '../../src-shared/apply-panel-event.ts';

export type Answers = {
  readonly [Name in CallName]?: (
    input: CallInput<Name>,
  ) => Result<CallOutput<Name>> | Promise<Result<CallOutput<Name>>>;
};

/** An event without its place in the sequence, which the fake gives it. */
export type EventToTell = PanelEvent extends infer Event
  ? Event extends PanelEvent
    ? Omit<Event, 'sequence'>
    : never
  : never;

export interface FakeBridge {
  readonly bridge: Bridge;
  /** Every call so far, oldest first. */
  readonly asked: readonly { readonly name: CallName; readonly input: unknown }[];
  readonly tellContents: (progress: EventPayload<'contents.progress'>) => void;
  readonly tellAppearance: (progress: EventPayload<'appearance.progress'>) => void;
  readonly tellBehaviour: (progress: EventPayload<'behaviour.progress'>) => void;
  readonly openLink: (link: EventPayload<'link.opened'>) => void;
  readonly pressMenu: (item: EventPayload<'menu.pressed'>) => void;
  readonly askView: (asked: EventPayload<'view.asked'>) => void;
  readonly tell: (event: EventToTell) => void;
  /** Loses an event on the way: the next one shows a gap. */
  readonly lose: (event: EventToTell) => void;
}

export function createFakeBridge(first: PanelSnapshot, answers: Answers = {}): FakeBridge {
  let snapshot = first;
  const asked: { name: CallName; input: unknown }[] = [];
  const listeners = new Set<(event: PanelEvent) => void>();
  const contentsListeners = new Set<(progress: EventPayload<'contents.progress'>) => void>();
  const appearanceListeners = new Set<(progress: EventPayload<'appearance.progress'>) => void>();
  const behaviourListeners = new Set<(progress: EventPayload<'behaviour.progress'>) => void>();
  const viewListeners = new Set<(asked: EventPayload<'view.asked'>) => void>();
  const menuListeners = new Set<(item: EventPayload<'menu.pressed'>) => void>();
  const linkListeners = new Set<(link: EventPayload<'link.opened'>) => void>();
  const usual: Answers = {
    'panel.snapshot': () => succeed(snapshot),
    'rollout.begin': () => succeed(asRolloutId('rollout-asked')),
    'rollout.revert': () => succeed(asRolloutId('rollout-revert')),
    'rollout.control': () => succeed(null),
    'rollout.save-record': () => succeed(null),
    'timeline.annotate': () => succeed(null),
    'timeline.save': () => succeed(null),
    'findings.save': () => succeed(null),
    'block.log': () => succeed({ lines: [], droppedBytes: 0 }),
    'release.open-file': () => succeed(null),
    'image.choose': () => succeed(null),
    'contents.stop': () => succeed(null),
    'contents.give-packages': () => succeed(null),
    'disks.stop': () => succeed(null),
    'appearance.stop': () => succeed(null),
    'behaviour.stop': () => succeed(null),
    'entry.pause': () => succeed(null),
    'generation.note-data': () => succeed(null),
    'sample-traffic.set': () => succeed(null),
    'sample-runners.add': () => succeed(null),
    'settings.set': () => succeed(null),
    'diagnostics.save': () => succeed(null),
    'yard.choose': () => succeed(null),
    'yard.settings': () => succeed(null),
    'aws.sign-in': () => succeed(null),
    'aws.forget': () => succeed(null),
    'yard.start': () => succeed(null),
    'yard.stop': () => succeed(null),
    'fleet.open': () => succeed(null),
    'console.open': () => succeed(null),
    ...answers,
  };

  function answer<Name extends CallName>(
    name: Name,
    input: CallInput<Name>,
  ): Promise<Result<CallOutput<Name>>> {
    asked.push({ name, input });
    const known = usual[name];
    if (known !== undefined) return Promise.resolve(known(input));
    return Promise.resolve(
      fail({ code: 'not-found', message: `The fake bridge has no answer for ${name}.` }),
    );
  }

  function advance(event: EventToTell): PanelEvent {
    const numbered = { ...event, sequence: snapshot.sequence + 1 };
    const applied = applyEvent(snapshot, numbered);
    if (applied.kind === 'applied') snapshot = applied.snapshot;
    return numbered;
  }

  const names = Object.keys(calls) as CallName[];
  const call = Object.fromEntries(
    names.map((name) => [name, (input: never) => answer(name, input)]),
  ) as unknown as Bridge['call'];
  return {
    bridge: {
      call,
      on: {
        'panel.event': (listener) => {
          listeners.add(listener);
          return () => {
            listeners.delete(listener);
          };
        },
        'contents.progress': (listener) => {
          contentsListeners.add(listener);
          return () => {
            contentsListeners.delete(listener);
          };
        },
        'appearance.progress': (listener) => {
          appearanceListeners.add(listener);
          return () => {
            appearanceListeners.delete(listener);
          };
        },
        'behaviour.progress': (listener) => {
          behaviourListeners.add(listener);
          return () => {
            behaviourListeners.delete(listener);
          };
        },
        'link.opened': (listener) => {
          linkListeners.add(listener);
          return () => {
            linkListeners.delete(listener);
          };
        },
        'menu.pressed': (listener) => {
          menuListeners.add(listener);
          return () => {
            menuListeners.delete(listener);
          };
        },
        'view.asked': (listener) => {
          viewListeners.add(listener);
          return () => {
            viewListeners.delete(listener);
          };
        },
      },
    },
    tellContents: (progress) => {
      for (const listener of contentsListeners) listener(progress);
    },
    tellAppearance: (progress) => {
      for (const listener of appearanceListeners) listener(progress);
    },
    tellBehaviour: (progress) => {
      for (const listener of behaviourListeners) listener(progress);
    },
    openLink: (link) => {
      for (const listener of linkListeners) listener(link);
    },
    pressMenu: (item) => {
      for (const listener of menuListeners) listener(item);
    },
    askView: (wanted) => {
      for (const listener of viewListeners) listener(wanted);
    },
    asked,
    tell: (event) => {
      const numbered = advance(event);
      for (const listener of listeners) listener(numbered);
    },
    lose: (event) => {
      advance(event);
    },
  };
}
