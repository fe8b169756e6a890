/** What was typed into the form for a fleet without a load balancer, what is wrong with it, and what it amounts to. Pure. */
import {
  workerFleetSchema,
  type WorkerFleet,
  type WorkerHook,
} from '../../../src-shared/worker-fleets.ts';

export interface WorkerDraft {
  readonly name: string;
  readonly servers: WorkerFleet['servers']['kind'];
  readonly prefix: string;
  readonly key: string;
  readonly value: string;
  readonly by: 'image' | 'tag';
  readonly byKey: string;
  readonly hook: WorkerHook['kind'];
  /** Over HTTP `POST http://{private}:8080/take`, of a program its words or a JSON list. */
  readonly take: string;
  readonly stop: string;
  readonly state: string;
  /** Empty: 200 to 299. */
  readonly status: string;
  readonly taking: string;
  /** Empty: true. */
  readonly takingIs: string;
  readonly busy: string;
  /** Seconds. */
  readonly timeout: string;
  /** Minutes. */
  readonly drain: string;
}

export const emptyDraft: WorkerDraft = {
  ...{ name: '', servers: 'tagged', prefix: '', key: '', value: '', by: 'image', byKey: '' },
  ...{ hook: 'http', take: '', stop: '', state: '', status: '' },
  ...{ taking: 'taking', takingIs: '', busy: 'busy', timeout: '2', drain: '10' },
};

export function draftOf({ name, servers, hook, drainMs }: WorkerFleet): WorkerDraft {
  const generation = servers.kind === 'servers' ? servers.generation : null;
  const text = (word: 'take' | 'stop' | 'state'): string =>
    hook.kind === 'http' ? `${hook[word].method} ${hook[word].url}` : commandText(hook[word]);
  return {
    ...emptyDraft,
    name,
    servers: servers.kind,
    ...(servers.kind === 'groups' ? { prefix: servers.prefix } : {}),
    ...(servers.kind === 'servers' ? { key: servers.key, value: servers.value } : {}),
    ...(generation?.kind === 'tag' ? { by: 'tag', byKey: generation.key } : {}),
    hook: hook.kind,
    ...{ take: text('take'), stop: text('stop'), state: text('state') },
    status: hook.kind === 'http' && hook.status !== null ? String(hook.status) : '',
    taking: hook.answer.taking,
    takingIs: hook.answer.takingIs ?? '',
    busy: hook.answer.busy,
    timeout: String(hook.timeoutMs / 1000),
    drain: String(drainMs / 60_000),
  };
}

/** Words where they can be told apart by spaces alone. */
function commandText(command: readonly string[]): string {
  const isPlain = command.every((part) => /^[^\s"'[]+$/u.test(part));
  return isPlain ? command.join(' ') : JSON.stringify(command);
}

export type WorkerErrors = Partial<Record<keyof WorkerDraft, string>>;

/** One sentence for each field that is filled in wrongly. What is still empty is no mistake yet. */
export function workerErrors(draft: WorkerDraft, taken: readonly string[]): WorkerErrors {
  const errors: Record<string, string> = {};
  const wrong = (field: keyof WorkerDraft, isWrong: boolean, text: string): void => {
    if (isWrong) errors[field] = text;
  };
  const name = draft.name.trim();
  const isName = workerFleetSchema.shape.name.safeParse(name).success;
  wrong('name', name !== '' && !isName, 'At most 60 characters that can be seen.');
  wrong('name', taken.includes(name), 'A fleet of that name is declared already.');
  wrong('prefix', draft.prefix.length > 255, 'At most 255 characters.');
  wrong('key', draft.key.length > 128, 'At most 128 characters.');
  wrong('value', draft.value.length > 256, 'At most 256 characters.');
  wrong('byKey', draft.byKey.length > 128, 'At most 128 characters.');
  for (const word of ['take', 'stop', 'state'] as const) {
    if (draft[word].trim() === '') continue;
    const isWrong = hookPart(draft, word) === null;
    wrong(word, isWrong, draft.hook === 'http' ? notAnAddress : notAProgram);
  }
  const status = draft.status.trim();
  const isStatus = status === '' || /^[1-5]\d\d$/u.test(status);
  wrong('status', !isStatus, 'A status like 204, or nothing for 200 to 299.');
  for (const field of ['taking', 'busy'] as const) {
    const isMember = /^[^.]+(?:\.[^.]+)*$/u.test(draft[field]) && draft[field].length <= 200;
    wrong(field, draft[field] !== '' && !isMember, 'Names with one dot between them.');
  }
  const seconds = Number(draft.timeout);
  const isTime = draft.timeout.trim() !== '' && seconds >= 0.1 && seconds <= 10;
  wrong('timeout', !isTime, '0.1 to 10 seconds.');
  const minutes = Number(draft.drain);
  const isDrain = draft.drain.trim() !== '' && minutes >= 1 / 60 && minutes <= 1440;
  wrong('drain', !isDrain, 'At most 1440 minutes, and a second at least.');
  return errors;
}

const notAnAddress =
  'A method and an address, like POST http://{private}:8080/take; only {private}, {public} and {instance} differ from server to server.';
const notAProgram =
  'A program and its words, like /opt/hook take {instance}, without quotes, or a JSON list of them; it is not run by a shell.';

function hookPart({ hook, ...draft }: WorkerDraft, word: 'take' | 'stop' | 'state'): unknown {
  const candidate =
    hook === 'http'
      ? addressIn(draft[word], word === 'state' ? 'GET' : 'POST')
      : programIn(draft[word]);
  if (candidate === null) return null;
  // Each for itself is as good as in its place: the schema is asked with the same for all three.
  const declared = workerFleetSchema.shape.hook.safeParse({
    kind: hook,
    ...{ take: candidate, stop: candidate, state: candidate },
  });
  return declared.success ? candidate : null;
}

function addressIn(text: string, usual: string): { method: string; url: string } | null {
  const [, method = usual, url] = /^(?:([A-Za-z]+)\s+)?(\S+)$/u.exec(text.trim()) ?? [];
  return url === undefined ? null : { method: method.toUpperCase(), url };
}

function programIn(text: string): readonly string[] | null {
  const trimmed = text.trim();
  if (!trimmed.startsWith('[')) {
    // A quote would be the program's own: only a shell takes it away.
    return /["']/u.test(trimmed) ? null : trimmed.split(/\s+/u);
  }
  try {
    const list: unknown = JSON.parse(trimmed);
    const isList = Array.isArray(list) && list.every((part) => typeof part === 'string');
    return isList ? list : null;
  } catch {
    return null;
  }
}

/** Null while it is not complete or something in it is wrong. */
export function workerFleetOf(draft: WorkerDraft, taken: readonly string[]): WorkerFleet | null {
  if (Object.keys(workerErrors(draft, taken)).length > 0) return null;
  const generation = draft.by === 'tag' ? { kind: 'tag', key: draft.byKey } : { kind: 'image' };
  const servers = {
    tagged: { kind: 'tagged' },
    groups: { kind: 'groups', prefix: draft.prefix },
    servers: { kind: 'servers', key: draft.key, value: draft.value, generation },
  }[draft.servers];
  const parsed = workerFleetSchema.safeParse({
    name: draft.name,
    servers,
    hook: {
      kind: draft.hook,
      take: hookPart(draft, 'take'),
      stop: hookPart(draft, 'stop'),
      state: hookPart(draft, 'state'),
      ...(draft.hook === 'http'
        ? { status: draft.status.trim() === '' ? null : Number(draft.status) }
        : {}),
      answer: {
        taking: draft.taking,
        takingIs: draft.takingIs === '' ? null : draft.takingIs,
        busy: draft.busy,
      },
      timeoutMs: Math.round(Number(draft.timeout) * 1000),
    },
    drainMs: Math.round(Number(draft.drain) * 60_000),
  });
  return parsed.success ? parsed.data : null;
}

/** What is still empty and needed, as one sentence; undefined: nothing. */
export function whatIsMissing(draft: WorkerDraft): string | undefined {
  const needed: readonly (readonly [boolean, string])[] = [
    [draft.name.trim() === '', 'The name of the fleet is missing.'],
    [
      draft.servers === 'groups' && draft.prefix === '',
      'The beginning of the groups\u2019 names is missing.',
    ],
    [draft.servers === 'servers' && draft.key === '', 'The tag of its servers is missing.'],
    [
      draft.servers === 'servers' && draft.by === 'tag' && draft.byKey === '',
      'The tag that tells its generations apart is missing.',
    ],
    [draft.take.trim() === '', 'How a server is told to take work is missing.'],
    [draft.stop.trim() === '', 'How a server is told to stop is missing.'],
    [draft.state.trim() === '', 'How a server is asked what it does is missing.'],
    [draft.taking === '' || draft.busy === '', 'How its answer is read is missing.'],
  ];
  return needed.find(([isMissing]) => isMissing)?.[1];
}
