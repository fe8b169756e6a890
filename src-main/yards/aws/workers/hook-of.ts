/** From what an operator declared for a fleet to the hook of one server. What AWS says is put in only where it fits. */
import { isIPv4, isIPv6 } from 'node:net';
import type { WorkAnswer } from '../../../../src-shared/work-schema.ts';
import { busiestBlock } from '../../../../src-shared/work-schema.ts';
import type { WorkerAnswer, WorkerHook } from '../../../../src-shared/worker-fleets.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { askUrl } from '../../../work/ask-url.ts';
import { failed, readReply, type Hook } from '../../../work/hook.ts';
import { runProgram } from '../../../work/run-program.ts';
import type { Instance } from '../discover/reading.ts';

export interface HookedServer extends Pick<Instance, 'id' | 'privateAddress' | 'publicAddress'> {
  readonly fleet: string;
  readonly generation: string;
}

/** What a program is given beside its arguments. */
export interface HookPlace {
  readonly region: string;
  /** Of the account's connection; empty where it has none. */
  readonly profile: string;
  /** Of this process: `PATH`, and where a client of AWS finds its own configuration. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Of this computer's environment; nothing else is passed on, so no key of ours or of the operator's. */
const passedOn = ['PATH', 'HOME', 'USERPROFILE', 'SystemRoot', 'LANG'];

export function hookOf(hook: WorkerHook, server: HookedServer, place: HookPlace): Hook {
  const read = readerOf(hook.answer);
  const like = likeOf(hook.answer);
  const { timeoutMs } = hook;
  if (hook.kind === 'command') {
    const env = environmentOf(server, place);
    return async (word) => {
      const filled = hook[word].map((part) => filledIn(part, server));
      const missing = filled.find((one) => one.kind === 'missing');
      if (missing !== undefined) return failed(missing.reason);
      const [file = '', ...args] = filled.map(({ text }) => text);
      const shown = plain(file, 80);
      return runProgram({
        ...{ file, args, env, timeoutMs },
        read: (text) => readReply(word, shown, text, read, like),
      });
    };
  }
  return async (word) => {
    const { method, url: declared } = hook[word];
    const filled = filledIn(declared, server, true);
    if (filled.kind === 'missing') return failed(filled.reason);
    if (!URL.canParse(filled.text)) return failed(`${plain(filled.text, 120)} is no address.`);
    const { origin, pathname } = new URL(filled.text);
    // A query can hold a secret, and this is shown.
    const shown = plain(`${method} ${origin}${pathname}`, 120);
    return askUrl({
      ...{ url: filled.text, method, timeoutMs, shown, status: hook.status },
      read: (text) => readReply(word, shown, text, read, like),
    });
  };
}

type Filled =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing'; readonly text: string; readonly reason: string };

function filledIn(text: string, server: HookedServer, isUrl = false): Filled {
  const { id, privateAddress, publicAddress } = server;
  let filled = text;
  for (const [place, value, what] of [
    ['{private}', addressIn(privateAddress, isUrl), 'private address'],
    ['{public}', addressIn(publicAddress, isUrl), 'public address'],
    ['{instance}', /^[A-Za-z0-9-]{1,60}$/u.test(id) ? id : null, 'usable id'],
  ] as const) {
    if (!filled.includes(place)) continue;
    if (value === null) {
      const reason = `AWS tells no ${what} of ${plain(id, 40)}, and the hook needs one.`;
      return { kind: 'missing', text: '', reason };
    }
    filled = filled.replaceAll(place, value);
  }
  return { kind: 'text', text: filled };
}

function addressIn(address: string | null, isUrl: boolean): string | null {
  if (address === null) return null;
  if (isIPv4(address)) return address;
  if (isIPv6(address)) return isUrl ? `[${address}]` : address;
  return null;
}

function environmentOf(
  { id, privateAddress, publicAddress, fleet, generation }: HookedServer,
  { region, profile, env }: HookPlace,
): Record<string, string> {
  const known: readonly (readonly [string, string | null | undefined])[] = [
    ...passedOn.map((name) => [name, env[name]] as const),
    ['BLOCKYARD_INSTANCE', id],
    ['BLOCKYARD_PRIVATE_ADDRESS', privateAddress],
    ['BLOCKYARD_PUBLIC_ADDRESS', publicAddress],
    ['BLOCKYARD_FLEET', fleet],
    ['BLOCKYARD_GENERATION', generation],
    ['AWS_REGION', region],
    ['AWS_PROFILE', profile === '' ? null : profile],
  ];
  return Object.fromEntries(
    known.flatMap(([name, value]) =>
      value === null || value === undefined || value.includes('\0') ? [] : [[name, value]],
    ),
  );
}

export function readerOf({ taking, takingIs, busy }: WorkerAnswer) {
  return (value: unknown): WorkAnswer | null => {
    const takes = takesIn(memberOf(value, taking), takingIs);
    const inHand = busyIn(memberOf(value, busy));
    return takes === null || inHand === null ? null : { taking: takes, busy: inHand };
  };
}

function takesIn(value: unknown, takingIs: string | null): boolean | null {
  if (takingIs === null) return typeof value === 'boolean' ? value : null;
  return typeof value === 'string' ? value === takingIs : null;
}

/** Where nothing is counted, something in hand is one. */
function busyIn(value: unknown): number | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  const isCount =
    typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= busiestBlock;
  return isCount ? value : null;
}

function memberOf(value: unknown, path: string): unknown {
  let at = value;
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[name];
  }
  return at;
}

/** `{"status":{"taking":true},"busy":2}` */
function likeOf({ taking, takingIs, busy }: WorkerAnswer): string {
  const like: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  const put = (path: string, value: unknown): void => {
    const names = path.split('.');
    const last = names.pop() ?? '';
    let at = like;
    for (const name of names) {
      const next = at[name];
      const inner =
        typeof next === 'object' && next !== null
          ? (next as Record<string, unknown>)
          : (Object.create(null) as Record<string, unknown>);
      at[name] = inner;
      at = inner;
    }
    at[last] = value;
  };
  put(taking, takingIs ?? true);
  put(busy, 2);
  return plain(JSON.stringify(like), 120);
}
